//! What is legal in a guideline but wrong.
