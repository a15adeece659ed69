#![no_main]
//! The target `text` for libFuzzer.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = occi_fuzz::find("text") {
        (target.run)(bytes);
    }
});
