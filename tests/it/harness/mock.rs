//! A server on loopback in place of one outside: it takes requests, tells what it took, and answers
//! as it was told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// What a request is answered with.
#[derive(Clone, Copy, Debug)]
pub enum Reply {
    Say(u16, &'static str),
    /// The request is taken, and the connection closed.
    Drop,
    /// The request is taken, and nothing comes back for half a minute.
    Hang,
}

/// A request that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// `POST /inn`
    pub line: String,
    /// In small letters.
    headers: Vec<String>,
    pub body: String,
}

impl Taken {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|line| line.strip_prefix(&format!("{name}: ")))
    }
}

/// Answers one request after another; the last answer again when there are more.
pub fn http_server(replies: &[Reply]) -> (String, Receiver<Taken>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (tell, told) = channel();
    let replies = replies.to_vec();
    std::thread::spawn(move || {
        for (place, stream) in listener.incoming().enumerate() {
            let mut stream = stream.unwrap();
            let Some(taken) = read(&stream) else { continue };
            let _ = tell.send(taken);
            match replies.get(place).or(replies.last()).copied() {
                Some(Reply::Say(status, body)) => {
                    let length = body.len();
                    let answer = format!(
                        "HTTP/1.1 {status} X\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
                    );
                    let _ = stream.write_all(answer.as_bytes());
                }
                Some(Reply::Hang) => {
                    std::thread::spawn(move || {
                        let mut rest = Vec::new();
                        let _ = stream.set_read_timeout(Some(Duration::from_secs(30)));
                        let _ = stream.read_to_end(&mut rest);
                    });
                }
                Some(Reply::Drop) | None => {}
            }
        }
    });
    (url, told)
}

/// A server that keeps each request waiting until it is told the status to answer with.
pub fn held_server() -> (String, Receiver<Taken>, Sender<u16>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (tell, told) = channel();
    let (answer, answers) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let Some(taken) = read(&stream) else { continue };
            let _ = tell.send(taken);
            let Ok(status) = answers.recv() else { break };
            let said = "HTTP/1.1 ";
            let rest = " X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            let _ = stream.write_all(format!("{said}{status}{rest}").as_bytes());
        }
    });
    (url, told, answer)
}

fn read(stream: &TcpStream) -> Option<Taken> {
    let mut lines = BufReader::new(stream);
    let mut line = String::new();
    lines.read_line(&mut line).ok()?;
    let line = line.trim_end().trim_end_matches(" HTTP/1.1").to_owned();
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        lines.read_line(&mut header).ok()?;
        let header = header.trim_end();
        if header.is_empty() {
            break;
        }
        let (name, value) = header.split_once(": ")?;
        headers.push(format!("{}: {value}", name.to_lowercase()));
    }
    let mut taken = Taken { line, headers, body: String::new() };
    let length: u64 =
        taken.header("content-length").and_then(|length| length.parse().ok()).unwrap_or_default();
    lines.take(length).read_to_string(&mut taken.body).ok()?;
    (!taken.line.is_empty()).then_some(taken)
}
