#![no_main]
//! The target `headers` for libFuzzer.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = occi_fuzz::find("headers") {
        (target.run)(bytes);
    }
});
