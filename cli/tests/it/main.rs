//! The command line from outside: every command, its exit codes, and the documentation.

mod docs;
