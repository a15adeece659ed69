//! The interop guideline model: capabilities, components, platforms, must-pass tests, verdicts.
