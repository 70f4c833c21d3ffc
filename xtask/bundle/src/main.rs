//! Makes the JavaScript bindings of a WebAssembly module: `bundle <module.wasm> <name> <output folder>`.
//!
//! It holds wasm-bindgen's own library at the version of the lockfile, so the two can't disagree. It is a package of its
//! own because that library takes two minutes to compile and the driver must start in seconds.

use std::env;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [module, name, output] = arguments.as_slice() else {
        eprintln!("usage: bundle <module.wasm> <name> <output folder>");
        return ExitCode::FAILURE;
    };
    match bundle(module, name, output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bundle: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn bundle(module: &str, name: &str, output: &str) -> anyhow::Result<()> {
    Bindgen::new()
        .input_path(module)
        .out_name(name)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(output)
}
