#![no_main]
//! The target `compatible_one` for libFuzzer.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = occi_fuzz::find("compatible_one") {
        (target.run)(bytes);
    }
});
