//! The `postil` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    postil::cli::run(std::env::args_os())
}
