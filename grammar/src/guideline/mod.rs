//! Readers and writers of interop guideline files.
