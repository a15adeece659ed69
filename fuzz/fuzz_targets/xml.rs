#![no_main]
//! The target `xml` for libFuzzer.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = occi_fuzz::find("xml") {
        (target.run)(bytes);
    }
});
