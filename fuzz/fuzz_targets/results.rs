#![no_main]
//! The target `results` for libFuzzer.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = occi_fuzz::find("results") {
        (target.run)(bytes);
    }
});
