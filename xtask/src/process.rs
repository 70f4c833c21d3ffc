//! Runs programs, and shows what they said when they fail.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;

use crate::failure::{Failure, while_doing};

/// Runs a program whose output people see.
pub fn run(command: &mut Command) -> Result<(), Failure> {
    let status = command.status().map_err(while_doing(format!("start {}", line(command))))?;
    if status.success() { Ok(()) } else { Err(Failure::Program { line: line(command), status: status.to_string() }) }
}

/// Runs a program silently; shows its output only when it fails.
pub fn run_quiet(command: &mut Command) -> Result<(), Failure> {
    output(command).map(drop)
}

/// Runs a program and returns what it printed.
pub fn output(command: &mut Command) -> Result<String, Failure> {
    let answer = command.stdin(Stdio::null()).output().map_err(while_doing(format!("start {}", line(command))))?;
    if answer.status.success() {
        return Ok(String::from_utf8_lossy(&answer.stdout).into_owned());
    }
    eprint!("{}{}", String::from_utf8_lossy(&answer.stdout), String::from_utf8_lossy(&answer.stderr));
    Err(Failure::Program { line: line(command), status: answer.status.to_string() })
}

/// Runs a program, shows every line as it comes and hands it to `read` too. Returns whether it succeeded.
pub fn follow(command: &mut Command, mut read: impl FnMut(&str)) -> Result<bool, Failure> {
    let said = line(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(while_doing(format!("start {said}")))?;
    let (sender, lines) = mpsc::channel();
    let readers = [
        child.stdout.take().map(|pipe| forward(pipe, sender.clone())),
        child.stderr.take().map(|pipe| forward(pipe, sender)),
    ];
    for text in lines {
        eprintln!("{text}");
        read(&text);
    }
    for reader in readers.into_iter().flatten() {
        let _ended = reader.join();
    }
    let status = child.wait().map_err(while_doing(format!("wait for {said}")))?;
    Ok(status.success())
}

fn forward(pipe: impl Read + Send + 'static, sender: mpsc::Sender<String>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut reader = BufReader::new(pipe);
        let mut bytes = Vec::new();
        while reader.read_until(b'\n', &mut bytes).is_ok_and(|length| length > 0) {
            let text = String::from_utf8_lossy(&bytes).trim_end().to_owned();
            if sender.send(text).is_err() {
                return;
            }
            bytes.clear();
        }
    })
}

/// Where a program is on PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Whether a program starts and succeeds with these arguments.
pub fn answers(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The cargo that called this driver.
pub fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
