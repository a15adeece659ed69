//! Macros for downstream crates.

/// Includes what a build script generated from the definition `NAME.occi`:
/// `occi::include_generated!("gpu");`
///
/// Stands where a `mod` may stand, and gives one public module per extension.
#[macro_export]
macro_rules! include_generated {
    ($name:literal) => {
        ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/", $name, ".rs"));
    };
}
