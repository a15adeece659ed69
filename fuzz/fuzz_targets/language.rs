#![no_main]
//! The target `language` for libFuzzer.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = occi_fuzz::find("language") {
        (target.run)(bytes);
    }
});
