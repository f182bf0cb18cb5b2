//! The program: reads the command line and does what it says.

use std::process::ExitCode;

use clap::Parser;

/// An order and a paper are many small allocations; glibc's took a tenth of either.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    gardsbok::run(gardsbok::Cli::parse())
}
