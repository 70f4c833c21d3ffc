//! Reads the command line; prints the help.

use crate::failure::Failure;

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Task {
    Help,
    Run(Vec<String>),
    Build,
    Test(Wanted),
    Lint,
    Bench(Vec<String>),
    Screenshots(Vec<String>),
    Dev(Vec<String>),
    Budget,
    Smoke,
    Database,
}

/// Which tests to run. With no part named, all of them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub filter: Option<String>,
    pub parts: Vec<Part>,
}

/// One part of the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Lint,
    Host,
    Database,
    Wasm,
    Browser,
}

impl Wanted {
    /// Whether a part was asked for. A filter without a part means the host's tests.
    pub fn includes(&self, part: Part) -> bool {
        if self.parts.is_empty() {
            return self.filter.is_none() || part == Part::Host;
        }
        self.parts.contains(&part)
    }
}

const HELP: &str = "\
Gezhi 格治: the city's community grids, down to the household.

    cargo xtask <command> [options]

To see it:
    run [-- OPTIONS]     install what is missing, build for release, start on http://127.0.0.1:3000
                         options go to `gezhi up`: --port 4000, --data-dir DIR, --profile district, --no-open
                         a second start takes seconds and keeps the data; Ctrl-C stops it

To work on it:
    test [FILTER]        everything: lint, wasm, browser, host, database; FILTER is a package (store)
                         or a part of the names of host tests
        --host           unit and integration tests on a private throw-away PostgreSQL
        --db             only those of store, service and server
        --wasm           what runs in the browser compiles for WebAssembly
        --browser        journeys in headless Chromium against the release build
        --lint           formatting and clippy, as in `lint`
    dev [-- OPTIONS]     like run, unoptimised, rebuilt and restarted when a file changes
    lint                 rustfmt and clippy, for the server and for WebAssembly; warnings are errors
    build                release build only: target/release/gezhi and target/site
    bench [NAME…]        benchmarks (case, map, people, server), one line a figure: name value unit
    screenshots          the pictures of the README
    budget               bytes of every served file, raw, gzip and brotli; seconds of `cargo check` after a change
    smoke                a fresh `gezhi up` with the demo city answers / and /map; prints the seconds
    database             a throw-away PostgreSQL for `cargo test` by hand; prints its address, Ctrl-C removes it

Missing tools are installed with rustup, npm and, where allowed, apt; otherwise the one line to run is printed.
";

/// Prints the help.
pub fn print_help() {
    eprint!("{HELP}");
}

/// Reads the arguments after the program's name.
pub fn parse(arguments: &[String]) -> Result<Task, Failure> {
    let Some((command, rest)) = arguments.split_first() else { return Ok(Task::Help) };
    if rest.iter().take_while(|word| *word != "--").any(|word| word == "--help" || word == "-h") {
        return Ok(Task::Help);
    }
    let passed_on = || rest.iter().filter(|word| *word != "--").cloned().collect::<Vec<_>>();
    Ok(match command.as_str() {
        "help" | "--help" | "-h" => Task::Help,
        "run" => Task::Run(passed_on()),
        "build" => Task::Build,
        "test" => Task::Test(parse_wanted(rest)?),
        "lint" => Task::Lint,
        "bench" => Task::Bench(passed_on()),
        "screenshots" => Task::Screenshots(passed_on()),
        "dev" => Task::Dev(passed_on()),
        "budget" => Task::Budget,
        "smoke" => Task::Smoke,
        "database" => Task::Database,
        other => return Err(Failure::Usage(format!("there is no command `{other}`; `cargo xtask --help` lists them"))),
    })
}

fn parse_wanted(arguments: &[String]) -> Result<Wanted, Failure> {
    let mut wanted = Wanted::default();
    for argument in arguments {
        match argument.as_str() {
            "--lint" => wanted.parts.push(Part::Lint),
            "--host" => wanted.parts.push(Part::Host),
            "--db" => wanted.parts.push(Part::Database),
            "--wasm" => wanted.parts.push(Part::Wasm),
            "--browser" => wanted.parts.push(Part::Browser),
            "--" => {}
            flag if flag.starts_with('-') => {
                return Err(Failure::Usage(format!(
                    "`test` has no option `{flag}`; it has --lint --host --db --wasm --browser"
                )));
            }
            filter => wanted.filter = Some(filter.to_owned()),
        }
    }
    Ok(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn every_command_of_the_help_is_understood() {
        for command in ["run", "test", "dev", "lint", "build", "bench", "screenshots", "budget", "smoke", "database"] {
            assert!(HELP.contains(&format!("\n    {command} ")), "the help lacks {command}");
            assert!(parse(&words(command)).is_ok(), "{command} is not understood");
        }
    }

    #[test]
    fn a_misspelt_command_is_refused() {
        assert!(parse(&words("tset")).is_err());
        assert!(parse(&words("test --brwser")).is_err());
    }

    #[test]
    fn options_after_run_reach_gezhi() {
        assert_eq!(parse(&words("run -- --port 4000")).unwrap(), Task::Run(words("--port 4000")));
        assert_eq!(parse(&words("run --port 4000")).unwrap(), Task::Run(words("--port 4000")));
    }

    #[test]
    fn with_nothing_named_every_part_runs() {
        let Task::Test(wanted) = parse(&words("test")).unwrap() else { panic!("not a test task") };

        assert!([Part::Lint, Part::Host, Part::Wasm, Part::Browser].iter().all(|part| wanted.includes(*part)));
    }

    #[test]
    fn a_filter_alone_runs_host_tests_only() {
        let Task::Test(wanted) = parse(&words("test a_closed_case")).unwrap() else { panic!("not a test task") };

        assert!(wanted.includes(Part::Host) && !wanted.includes(Part::Browser));
    }
}
