#![no_main]
//! The target `ecore` for libFuzzer.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = occi_fuzz::find("ecore") {
        (target.run)(bytes);
    }
});
