#![no_main]
//! The target `layout` for libFuzzer.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = occi_fuzz::find("layout") {
        (target.run)(bytes);
    }
});
