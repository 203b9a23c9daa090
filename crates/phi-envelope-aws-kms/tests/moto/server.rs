//! moto's key service on loopback: one for all tests of the process, which ends with it.

use std::{
    env,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::OnceLock,
    time::Duration,
};

use aws_sdk_kms::{
    Client,
    config::{BehaviorVersion, Config, Credentials, Region},
};

pub(crate) struct Moto {
    pub(crate) port: u16,
    /// Ends when its standard input does, so with this process, however that ends.
    _keeper: Child,
}

/// The server, or `None`, said plainly, where there is none to start.
pub(crate) fn moto() -> Option<&'static Moto> {
    static MOTO: OnceLock<Option<Moto>> = OnceLock::new();
    let moto = MOTO.get_or_init(|| Moto::start(&[])).as_ref();
    if moto.is_none() {
        println!("skipped: no moto_server to start");
    }
    moto
}

fn program() -> Option<PathBuf> {
    let venv = env::temp_dir().join("peers-venv/bin");
    let paths = env::var_os("PATH").unwrap_or_default();
    let mut folders = env::split_paths(&paths).chain([venv]);
    folders.find_map(|folder| Some(folder.join("moto_server")).filter(runs))
}

/// A shim on the path may stand for nothing.
fn runs(program: &PathBuf) -> bool {
    program.exists()
        && Command::new(program).arg("--help").stdin(Stdio::null()).output().is_ok_and(|ran| ran.status.success())
}

/// Whether it is there, and, where it is asked without TLS, well.
fn answers(port: u16, plain: bool) -> bool {
    std::thread::sleep(Duration::from_millis(100));
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return false };
    if !plain {
        return true;
    }
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let asked = stream.write_all(b"GET /moto-api/ HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n");
    let mut status = [0; 12];
    asked.is_ok() && stream.read_exact(&mut status).is_ok() && status.ends_with(b" 200")
}

/// A configuration as a host would have it, with made-up credentials.
pub(crate) fn config(port: u16, region: &'static str) -> Config {
    Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(region))
        .endpoint_url(format!("http://127.0.0.1:{port}"))
        .credentials_provider(Credentials::new("AKIAEXAMPLE", "example", None, None, "test"))
        .build()
}

impl Moto {
    /// Starts one with further arguments: those for TLS, or none.
    pub(crate) fn start(further: &[&str]) -> Option<Self> {
        let program = program()?;
        // Another process may take the free port first: then once more.
        (0..3).find_map(|_| {
            let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
            let script = r#""$0" "$@" >/dev/null 2>&1 & read -r _; kill $!"#;
            let mut keeper = Command::new("sh")
                .args(["-c", script, program.to_str()?, "-H", "127.0.0.1", "-p", &port.to_string()])
                .args(further)
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            if (0..600).any(|_| answers(port, further.is_empty())) {
                return Some(Self { port, _keeper: keeper });
            }
            drop(keeper.stdin.take());
            keeper.wait().unwrap();
            None
        })
    }

    /// A client of the emulator itself, past every fault.
    pub(crate) fn client(&self, region: &'static str) -> Client {
        let http = aws_smithy_http_client::Builder::new().build_http();
        Client::from_conf(config(self.port, region).to_builder().http_client(http).build())
    }
}
