#![no_main]
//! The target `erocci_xml` for libFuzzer.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = occi_fuzz::find("erocci_xml") {
        (target.run)(bytes);
    }
});
