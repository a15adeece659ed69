//! Standard output and standard error that may be closed early: `occi … 2>&1 | head` is no failure.

use std::{
    fmt,
    io::{self, Write},
};

/// Writes to the standard output.
pub(crate) fn write(text: fmt::Arguments<'_>) {
    write_to(io::stdout().lock(), text);
}

/// Writes to the standard error.
pub(crate) fn write_error(text: fmt::Arguments<'_>) {
    write_to(io::stderr().lock(), text);
}

/// A reader that has gone has what it wanted, so that what cannot be written is dropped.
fn write_to(mut stream: impl Write, text: fmt::Arguments<'_>) {
    let _ = stream.write_fmt(text);
    let _ = stream.flush();
}

/// Prints like `print!`, without minding a closed pipe.
macro_rules! out {
    ($($argument:tt)*) => {
        $crate::output::write(format_args!($($argument)*))
    };
}

/// Prints like `println!`, without minding a closed pipe.
macro_rules! outln {
    () => {
        $crate::output::write(format_args!("\n"))
    };
    ($($argument:tt)*) => {
        $crate::output::write(format_args!("{}\n", format_args!($($argument)*)))
    };
}

/// Prints like `eprint!`, without minding a closed pipe.
macro_rules! err {
    ($($argument:tt)*) => {
        $crate::output::write_error(format_args!($($argument)*))
    };
}

/// Prints like `eprintln!`, without minding a closed pipe.
macro_rules! errln {
    ($($argument:tt)*) => {
        $crate::output::write_error(format_args!("{}\n", format_args!($($argument)*)))
    };
}

pub(crate) use {err, errln, out, outln};
