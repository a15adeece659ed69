#![no_main]
//! The target `json` for libFuzzer.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = occi_fuzz::find("json") {
        (target.run)(bytes);
    }
});
