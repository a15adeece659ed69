#![no_main]
//! The target `categories_json` for libFuzzer.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = occi_fuzz::find("categories_json") {
        (target.run)(bytes);
    }
});
