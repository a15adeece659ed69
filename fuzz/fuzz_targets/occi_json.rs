#![no_main]
//! The target `occi_json` for libFuzzer.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = occi_fuzz::find("occi_json") {
        (target.run)(bytes);
    }
});
