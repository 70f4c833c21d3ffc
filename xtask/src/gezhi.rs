//! Starts the built server on a folder of its own and asks it for pages; for tests, benchmarks and pictures.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Failure, while_doing};
use crate::house::House;

/// The district takes minutes to seed on a slow machine.
const START_DEADLINE: Duration = Duration::from_mins(15);
const STOP_DEADLINE: Duration = Duration::from_mins(1);
/// It stands on the log-in page of every demo city.
const DEMO_PASSWORD: &str = "demo-gezhi-2026";

/// A running server; dropping it stops it and removes its data.
pub struct Gezhi {
    child: Child,
    data_dir: PathBuf,
    port: u16,
}

impl Gezhi {
    /// Starts `gezhi up` on a fresh data folder and waits until it listens. `name` keeps parallel folders apart.
    pub fn start(house: &House, name: &str, profile: &str) -> Result<Self, Failure> {
        crate::database::remove_leftovers();
        let data_dir = std::env::temp_dir().join(format!("gezhi-{name}-{}", std::process::id()));
        let port_file = data_dir.join("port");
        fs::create_dir_all(&data_dir).map_err(while_doing(format!("make {}", data_dir.display())))?;
        let child = Command::new(house.gezhi())
            .args(["up", "--no-open", "--port", "0", "--profile", profile])
            .arg("--data-dir")
            .arg(&data_dir)
            .arg("--port-file")
            .arg(&port_file)
            .env_remove("DATABASE_URL")
            .env("GEZHI_SITE_DIR", house.site())
            .stdin(Stdio::null())
            .spawn()
            .map_err(while_doing(format!("start {}", house.gezhi().display())))?;
        let mut gezhi = Self { child, data_dir, port: 0 };
        gezhi.port = gezhi.wait_for_port(&port_file)?;
        Ok(gezhi)
    }

    fn wait_for_port(&mut self, port_file: &Path) -> Result<u16, Failure> {
        let began = Instant::now();
        while began.elapsed() < START_DEADLINE {
            if let Some(port) = fs::read_to_string(port_file).ok().and_then(|text| text.trim().parse().ok()) {
                return Ok(port);
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(Failure::Unhealthy(format!(
                    "gezhi up ended with {status} before it listened; see its words above"
                )));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(Failure::Unhealthy(format!("gezhi up did not listen within {} s", START_DEADLINE.as_secs())))
    }

    /// The address of its pages, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The folder of its data.
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// The status code of a page, as somebody who is not logged in gets it.
    pub fn status(&self, path: &str) -> Result<u16, Failure> {
        status_of(path, &self.ask(path, &format!("GET {path} HTTP/1.1"), "", "")?)
    }

    /// The status code of a page, as the demo city's command centre gets it.
    pub fn status_for_staff(&self, path: &str) -> Result<u16, Failure> {
        let page = self.ask("/login", "GET /login HTTP/1.1", "", "")?;
        let login = page.split_once("name=\"login\" value=\"city-").and_then(|(_, rest)| rest.split_once('"'));
        let login = login.map(|(login, _)| login).ok_or_else(|| unhealthy("/login lists no demo account"))?;
        let form = format!("login=city-{login}&password={DEMO_PASSWORD}");
        let headers = "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n";
        let answer = self.ask("/login", "POST /login HTTP/1.1", headers, &form)?;
        let cookie = answer
            .lines()
            .find_map(|line| line.split_once("__Host-session="))
            .and_then(|(_, rest)| rest.split_once(';'));
        let (token, _) = cookie.ok_or_else(|| unhealthy("the demo account could not log in"))?;
        let cookie = format!("Cookie: __Host-session={token}\r\n");
        status_of(path, &self.ask(path, &format!("GET {path} HTTP/1.1"), &cookie, "")?)
    }

    fn ask(&self, path: &str, line: &str, headers: &str, body: &str) -> Result<String, Failure> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let asking = || format!("ask for {path}");
        let mut stream = TcpStream::connect(address).map_err(while_doing(asking()))?;
        stream.set_read_timeout(Some(Duration::from_mins(1))).map_err(while_doing(asking()))?;
        let length = body.len();
        write!(
            stream,
            "{line}\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
        )
        .map_err(while_doing(asking()))?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).map_err(while_doing(asking()))?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }

    /// Asks it to stop, as Ctrl-C does, and waits.
    fn stop(&mut self) {
        let _sent = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status();
        let began = Instant::now();
        while began.elapsed() < STOP_DEADLINE {
            if matches!(self.child.try_wait(), Ok(Some(_)) | Err(_)) {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        eprintln!("   gezhi did not stop within {} s and was killed", STOP_DEADLINE.as_secs());
        let _killed = self.child.kill();
        let _ended = self.child.wait();
    }
}

fn status_of(path: &str, answer: &str) -> Result<u16, Failure> {
    let line = answer.lines().next().unwrap_or_default();
    let code = line.split(' ').nth(1).and_then(|code| code.parse().ok());
    code.ok_or_else(|| unhealthy(&format!("{path} was answered with {line:?}, which is no HTTP")))
}

fn unhealthy(text: &str) -> Failure {
    Failure::Unhealthy(text.to_owned())
}

impl Drop for Gezhi {
    fn drop(&mut self) {
        self.stop();
        let _removed = fs::remove_dir_all(&self.data_dir);
    }
}
