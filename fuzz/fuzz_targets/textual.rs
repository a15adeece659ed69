#![no_main]
//! The target `textual` for libFuzzer.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = occi_fuzz::find("textual") {
        (target.run)(bytes);
    }
});
