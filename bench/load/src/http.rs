//! Just enough of HTTP/1.1: requests without bodies, answers with a length or in chunks. Not for anything but this machine.

use std::net::Ipv4Addr;

use anyhow::{Context, bail};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// A kept connection.
pub struct Connection {
    pub stream: BufReader<TcpStream>,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    /// Bytes of the body.
    pub bytes: u64,
}

/// How the end of a body is known.
enum Body {
    Length(u64),
    Chunks,
}

/// The text of a request.
pub fn request(path: &str, cookie: &str) -> String {
    wanting(path, cookie, "*/*")
}

/// The text of a request for a stream of events.
pub fn stream(path: &str, cookie: &str) -> String {
    wanting(path, cookie, "text/event-stream")
}

fn wanting(path: &str, cookie: &str, accept: &str) -> String {
    format!(
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nAccept: {accept}\r\nSec-Fetch-Site: same-origin\r\n\r\n"
    )
}

impl Connection {
    /// Connects to a port of this machine.
    pub async fn open(port: u16) -> anyhow::Result<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.context("connect to the server")?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::with_capacity(64 * 1024, stream) })
    }

    /// Sends a request and reads the whole answer.
    pub async fn ask(&mut self, request: &str) -> anyhow::Result<Answer> {
        self.stream.get_mut().write_all(request.as_bytes()).await?;
        let (status, body) = self.head().await?;
        let bytes = match body {
            Body::Length(length) => self.skip(length).await?,
            Body::Chunks => self.chunks().await?,
        };
        Ok(Answer { status, bytes })
    }

    /// Sends a request and reads the head of its answer only.
    pub async fn start(&mut self, request: &str) -> anyhow::Result<u16> {
        self.stream.get_mut().write_all(request.as_bytes()).await?;
        Ok(self.head().await?.0)
    }

    async fn head(&mut self) -> anyhow::Result<(u16, Body)> {
        let mut line = String::new();
        self.line(&mut line).await?;
        let status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no HTTP answer")?;
        let mut body = Body::Length(0);
        loop {
            self.line(&mut line).await?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            if name.eq_ignore_ascii_case("content-length") {
                body = Body::Length(value.trim().parse()?);
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                body = Body::Chunks;
            }
        }
        Ok((status, body))
    }

    async fn line(&mut self, line: &mut String) -> anyhow::Result<()> {
        line.clear();
        if self.stream.read_line(line).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }

    async fn skip(&mut self, length: u64) -> anyhow::Result<u64> {
        let copied = tokio::io::copy(&mut (&mut self.stream).take(length), &mut tokio::io::sink()).await?;
        if copied == length { Ok(length) } else { bail!("the answer was cut off") }
    }

    async fn chunks(&mut self) -> anyhow::Result<u64> {
        let (mut line, mut bytes) = (String::new(), 0);
        loop {
            self.line(&mut line).await?;
            let length = u64::from_str_radix(line.trim(), 16).context("a chunk without a length")?;
            bytes += self.skip(length).await?;
            self.line(&mut line).await?;
            if length == 0 {
                return Ok(bytes);
            }
        }
    }
}
