//! Requests over sockets: the program itself, and as many connections as a browser opens to one host.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::client::{authorize, code_in, form, redemption, stopwatch};
use crate::{Figure, Target, rate};

const CONNECTIONS: usize = 6;
const REQUESTS: usize = 3000;

/// The program, ended when it is dropped.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Six ports in a row that nobody uses now.
fn free_ports() -> u16 {
    let is_free = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
    (20_000..60_000)
        .step_by(7)
        .find(|first| (*first..first + 6).all(is_free))
        .unwrap()
}

impl Server {
    fn start() -> Self {
        let port = free_ports();
        let mut child = Command::new(env!("CARGO_BIN_EXE_practice"))
            .args([
                "--site",
                "http://localhost:8080",
                "--port",
                &port.to_string(),
                "--tenant",
                "contoso",
                "--with-parent",
            ])
            .args(["--redirect-uri", crate::client::CALLBACK])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(line.contains("\"ready\":true"), "{line}");
        Self { child, port }
    }

    /// Signs in as a person's browser does, and gives the access token.
    fn sign_in(&self) -> String {
        let mut login = Connection::open(self.port);
        let page = login.send("GET", &authorize(), &[], "");
        let flow = page.hidden("flow");
        let action = page.action();
        let account = [
            ("flow", flow.as_str()),
            ("account", "admin@contoso.onmicrosoft.com"),
            ("password", "practice"),
        ];
        let second = login.send("POST", &action, &[], &form(&account));
        // In practice every code is this one.
        let code = form(&[("flow", &second.hidden("flow")), ("code", "123456")]);
        let cookie = second.header("set-cookie").split(';').next().unwrap().to_owned();
        let consent = login.send("POST", &second.action(), &[("cookie", &cookie)], &code);
        let accepted = form(&[("flow", &consent.hidden("flow")), ("decision", "accept")]);
        let back = login.send("POST", &consent.action(), &[("cookie", &cookie)], &accepted);
        let code = code_in(&back.header("location"));
        let origin = [("origin", "http://localhost:8080")];
        let tokens = login.send("POST", "/organizations/oauth2/v2.0/token", &origin, &redemption(&code));
        let tokens: Value = serde_json::from_str(&tokens.body).unwrap();
        tokens["access_token"].as_str().unwrap().to_owned()
    }
}

struct Connection(BufReader<TcpStream>);

struct Answer {
    head: String,
    body: String,
}

impl Connection {
    fn open(port: u16) -> Self {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(BufReader::new(stream))
    }

    fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], content: &str) -> Answer {
        let headers: String = headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\n{headers}content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{content}",
            content.len()
        );
        self.0.get_mut().write_all(request.as_bytes()).unwrap();
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(self.0.read_line(&mut head).unwrap() > 0, "the connection ended: {head}");
        }
        let mut answer = Answer {
            head,
            body: String::new(),
        };
        let length = answer.header("content-length").parse().unwrap();
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        answer.body = String::from_utf8(body).unwrap();
        answer
    }
}

fn between(text: &str, start: &str, end: char) -> String {
    let from = text.find(start).unwrap_or_else(|| unreachable!("no {start} in {text}")) + start.len();
    text[from..].split(end).next().unwrap().replace("&amp;", "&")
}

impl Answer {
    fn header(&self, name: &str) -> String {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .find(|(own, _)| own.eq_ignore_ascii_case(name))
            .unwrap()
            .1
            .to_owned()
    }

    fn hidden(&self, name: &str) -> String {
        between(&self.body, &format!("name=\"{name}\" value=\""), '"')
    }

    fn action(&self) -> String {
        between(&self.body, "action=\"", '"')
    }
}

pub(crate) fn figures() -> Vec<Figure> {
    let server = Server::start();
    let authorization = format!("Bearer {}", server.sign_in());
    let port = server.port + 1;
    let work = || {
        std::thread::scope(|scope| {
            for _ in 0..CONNECTIONS {
                scope.spawn(|| {
                    let mut graph = Connection::open(port);
                    for _ in 0..REQUESTS / CONNECTIONS {
                        let answer = graph.send("GET", "/v1.0/me?$select=id", &[("authorization", &authorization)], "");
                        assert!(answer.head.starts_with("HTTP/1.1 200"), "{}", answer.head);
                    }
                });
            }
        });
    };
    let ((), time) = stopwatch(work);
    vec![Figure {
        what: "simple requests over sockets",
        measured: rate(REQUESTS, time),
        target: Target::AtLeast(3000.0, "a second"),
    }]
}
