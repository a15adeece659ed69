//! Standard output that may be closed early: `occi … | head` is no failure.

use std::{fmt, io::Write as _};

/// Writes to the standard output. A reader that has gone has what it wanted, so that what cannot
/// be written is dropped.
pub(crate) fn write(text: fmt::Arguments<'_>) {
    let mut stdout = std::io::stdout().lock();
    let _ = stdout.write_fmt(text);
    let _ = stdout.flush();
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

pub(crate) use {out, outln};
