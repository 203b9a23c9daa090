//! A line to the service that can be bad: it notes what is asked, and answers in the service's place when it is told to.

use std::{
    io::{BufRead as _, BufReader, Read, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use serde_json::Value;

/// What becomes of a request.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// The service answers with this status and this code.
    Says(u16, &'static str),
    /// The connection is kept, and nothing comes.
    Hangs,
    /// The connection is cut before an answer, after the service did what was asked.
    Cut,
    /// The connection is cut in the middle of the answer.
    Half,
    /// Something answers that is not the service.
    Babble,
    /// The answer's member has another value.
    Tells(&'static str, Value),
}

/// A key of the emulator under another name: it cannot do multi-region keys, whose ids are longer than its ciphertexts hold.
#[derive(Clone)]
pub(crate) struct StandIn {
    /// The name, in another region.
    pub(crate) arn: String,
    pub(crate) region: &'static str,
    /// The key that stands in, and its region.
    pub(crate) real: String,
    pub(crate) home: &'static str,
}

impl StandIn {
    fn ask(&self, head: &str, body: &[u8]) -> Option<(String, Vec<u8>)> {
        let mut body: Value = serde_json::from_slice(body).ok()?;
        for (name, value) in body.as_object_mut()? {
            if name.ends_with("KeyId") && *value == self.arn.as_str() {
                *value = self.real.clone().into();
            }
        }
        let body = body.to_string().into_bytes();
        let length = format!("content-length: {}", body.len());
        let line = |line: &str| {
            let says_length = line.to_ascii_lowercase().starts_with("content-length:");
            if says_length { length.clone() } else { line.replace(self.region, self.home) }
        };
        Some((head.lines().map(|of| line(of) + "\n").collect(), body))
    }

    fn tell(&self, body: &[u8]) -> Vec<u8> {
        String::from_utf8_lossy(body).replace(&self.real, &self.arn).into_bytes()
    }
}

pub(crate) struct Proxy {
    pub(crate) port: u16,
    line: Arc<Line>,
}

struct Line {
    service: u16,
    stand_in: Option<StandIn>,
    /// For which operation, what, and how many times more.
    faults: Mutex<Vec<(&'static str, Fault, usize)>>,
    asked: Mutex<Vec<(String, Value)>>,
}

impl Proxy {
    pub(crate) fn before(service: u16) -> Self {
        Self::standing_in(service, None)
    }

    pub(crate) fn standing_in(service: u16, stand_in: Option<StandIn>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let line = Arc::new(Line { service, stand_in, faults: Mutex::default(), asked: Mutex::default() });
        let serves = Arc::clone(&line);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let line = Arc::clone(&serves);
                thread::spawn(move || line.serve(stream));
            }
        });
        Self { port, line }
    }

    /// From now on each request for the operation, or for any (`*`), meets this fault.
    pub(crate) fn fails(&self, operation: &'static str, fault: Fault) {
        self.fails_times(operation, fault, usize::MAX);
    }

    pub(crate) fn fails_times(&self, operation: &'static str, fault: Fault, times: usize) {
        self.line.faults.lock().unwrap().push((operation, fault, times));
    }

    pub(crate) fn mend(&self) {
        self.line.faults.lock().unwrap().clear();
    }

    /// What was asked since the last time, by operation and body.
    pub(crate) fn take(&self) -> Vec<(String, Value)> {
        std::mem::take(&mut self.line.asked.lock().unwrap())
    }

    /// How often the operation was asked for since the last time.
    pub(crate) fn count(&self, operation: &str) -> usize {
        self.take().iter().filter(|(asked, _)| asked == operation).count()
    }
}

impl Line {
    fn serve(&self, stream: TcpStream) -> Option<()> {
        let mut client = stream.try_clone().ok()?;
        let (head, body) = read_message(stream)?;
        let target = head.lines().find(|line| line.to_ascii_lowercase().starts_with("x-amz-target:"))?;
        let operation = target.rsplit('.').next()?.trim().to_owned();
        self.asked.lock().unwrap().push((operation.clone(), serde_json::from_slice(&body).ok()?));
        match self.fault(&operation) {
            Some(Fault::Says(status, code)) => {
                let body = serde_json::json!({"__type": code, "message": "not for anybody's eyes"}).to_string();
                answer(&mut client, status, body.as_bytes())
            }
            // Until the other end has had enough.
            Some(Fault::Hangs) => client.read(&mut [0]).map(|_| ()).ok(),
            Some(Fault::Cut) => self.forward(&head, &body).map(|_| ()),
            Some(Fault::Half) => {
                let (_, body) = self.forward(&head, &body)?;
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
                client.write_all(&[head.as_bytes(), &body[..body.len() / 2]].concat()).ok()
            }
            Some(Fault::Babble) => answer(&mut client, 200, b"<html>Please accept our terms of use</html>"),
            Some(Fault::Tells(member, value)) => {
                let (status, body) = self.forward(&head, &body)?;
                let mut told: Value = serde_json::from_slice(&body).ok()?;
                *told.get_mut(member)? = value;
                answer(&mut client, status, told.to_string().as_bytes())
            }
            None => {
                let (status, body) = self.forward(&head, &body)?;
                answer(&mut client, status, &body)
            }
        }
    }

    fn fault(&self, operation: &str) -> Option<Fault> {
        let mut faults = self.faults.lock().unwrap();
        let of = |(on, _, left): &&mut (&str, Fault, usize)| (*on == operation || *on == "*") && *left > 0;
        faults.iter_mut().find(of).map(|(_, fault, left)| {
            *left -= 1;
            fault.clone()
        })
    }

    /// Asks the service, on a connection of its own.
    fn forward(&self, head: &str, body: &[u8]) -> Option<(u16, Vec<u8>)> {
        let Some(stand_in) = &self.stand_in else { return self.forward_as_it_is(head, body) };
        let (head, body) = stand_in.ask(head, body)?;
        let (status, body) = self.forward_as_it_is(&head, &body)?;
        Some((status, stand_in.tell(&body)))
    }

    fn forward_as_it_is(&self, head: &str, body: &[u8]) -> Option<(u16, Vec<u8>)> {
        let mut service = TcpStream::connect(("127.0.0.1", self.service)).ok()?;
        let mut request = String::new();
        for line in head.lines().filter(|line| !line.to_ascii_lowercase().starts_with("connection:")) {
            request.push_str(line);
            request.push_str("\r\n");
        }
        request.push_str("Connection: close\r\n\r\n");
        service.write_all(&[request.as_bytes(), body].concat()).ok()?;
        let (head, body) = read_message(service)?;
        Some((head.split(' ').nth(1)?.parse().ok()?, body))
    }
}

/// One message of HTTP/1.1: its head without the empty line, and a body of the length that it says.
fn read_message(stream: impl Read) -> Option<(String, Vec<u8>)> {
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        head.push_str(line);
        head.push('\n');
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((head, body))
}

fn answer(client: &mut TcpStream, status: u16, body: &[u8]) -> Option<()> {
    let head = format!(
        "HTTP/1.1 {status} Said\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    client.write_all(&[head.as_bytes(), body].concat()).ok()
}
