#![no_main]
//! The target `writer` for libFuzzer.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = occi_fuzz::find("writer") {
        (target.run)(bytes);
    }
});
