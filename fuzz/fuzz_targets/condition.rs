#![no_main]
//! The target `condition` for libFuzzer.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = occi_fuzz::find("condition") {
        (target.run)(bytes);
    }
});
