#![no_main]
//! The target `guideline` for libFuzzer.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = occi_fuzz::find("guideline") {
        (target.run)(bytes);
    }
});
