//! The real `gardsbok serve` as a process of its own, which may be killed, and the plainest client.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A served database; killed when it is dropped.
pub struct Process {
    child: Child,
    /// `127.0.0.1:PORT`
    pub address: String,
}

impl Process {
    /// Starts `serve` on a free port and waits for its line.
    pub fn serve(database_url: &str) -> Self {
        Self::start(database_url, "error", Stdio::inherit())
    }

    /// [`Self::serve`], which writes all it has to tell to a file.
    pub fn serve_told(database_url: &str, log: File) -> Self {
        Self::start(database_url, "debug", log.into())
    }

    fn start(database_url: &str, level: &str, log: Stdio) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gardsbok"))
            .args(["serve", "--bind", "127.0.0.1:0", "--workers", "2", "--rate-limits", "off"])
            .args(["--database-url", database_url])
            .env("RUST_LOG", level)
            .stderr(log)
            .stdout(Stdio::piped())
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").expect("a ready line");
        Self { address: address.to_owned(), child }
    }

    /// SIGKILL: nothing is flushed and nobody is told.
    pub fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

/// One POST of JSON on a connection of its own.
///
/// An answer that did not arrive whole is an error: nothing is known then.
pub fn post(
    address: &str,
    path: &str,
    token: &str,
    key: &str,
    body: &str,
) -> io::Result<(u16, String)> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut head = format!("POST {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n");
    for (name, value) in [("authorization", token), ("idempotency-key", key)] {
        if !value.is_empty() {
            let _ = write!(head, "{name}: {value}\r\n");
        }
    }
    let length = body.len();
    let _ = write!(head, "content-type: application/json\r\ncontent-length: {length}\r\n\r\n");
    head.push_str(body);
    stream.write_all(head.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    whole(&String::from_utf8_lossy(&answer))
        .ok_or_else(|| io::Error::new(io::ErrorKind::UnexpectedEof, "half an answer"))
}

/// Status and body; None when some of it is missing.
fn whole(answer: &str) -> Option<(u16, String)> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length = head
        .lines()
        .find_map(|line| line.to_lowercase().strip_prefix("content-length:").map(str::to_owned))?;
    (length.trim().parse() == Ok(body.len())).then(|| (status, body.to_owned()))
}
