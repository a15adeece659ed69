#![no_main]
//! The target `categories_text` for libFuzzer.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = occi_fuzz::find("categories_text") {
        (target.run)(bytes);
    }
});
