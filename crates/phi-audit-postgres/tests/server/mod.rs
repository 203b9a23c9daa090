//! A PostgreSQL server for one test: its own data folder, a Unix socket, no port.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use postgres::{Client, NoTls};

pub(crate) struct Server {
    folder: PathBuf,
    bin: PathBuf,
}

impl Server {
    /// `None` if there is no PostgreSQL on this machine.
    pub(crate) fn start(name: &str, fsync: &str) -> Option<Self> {
        let bin = find()?;
        let folder = std::env::temp_dir().join(format!("phi-pg-{name}-{}", std::process::id()));
        std::fs::create_dir(&folder).unwrap();
        if is_root() {
            // The server refuses to run as root; Debian's package made a user for it.
            assert!(Command::new("chown").args(["postgres".as_ref(), folder.as_os_str()]).status().unwrap().success());
        }
        let server = Self { folder, bin };
        let data = server.folder.join("data");
        let data = data.display();
        server.run(&format!("initdb -D {data} -A trust -U postgres --no-sync >/dev/null"));
        let (socket, log) = (server.folder.display(), server.folder.join("log"));
        server.run(&format!(
            "pg_ctl -D {data} -w -l {} -o \"-c listen_addresses='' -c unix_socket_directories={socket} -c fsync={fsync}\" start >/dev/null",
            log.display()
        ));
        Some(server)
    }

    pub(crate) fn config(&self, user: &str) -> String {
        format!("host={} user={user} dbname=postgres", self.folder.display())
    }

    pub(crate) fn owner(&self) -> Client {
        Client::connect(&self.config("postgres"), NoTls).unwrap()
    }

    fn run(&self, command: &str) {
        let command = format!("{}/{command}", self.bin.display());
        let mut shell = if is_root() {
            let mut shell = Command::new("runuser");
            shell.args(["-u", "postgres", "--", "sh", "-c", &command]);
            shell
        } else {
            let mut shell = Command::new("sh");
            shell.args(["-c", &command]);
            shell
        };
        let status = shell.current_dir(std::env::temp_dir()).stdin(Stdio::null()).status().unwrap();
        assert!(status.success(), "{command}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.run(&format!("pg_ctl -D {} -m immediate stop >/dev/null", self.folder.join("data").display()));
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn find() -> Option<PathBuf> {
    let mut versions: Vec<_> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    versions.sort();
    versions.pop()
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    Path::new("/proc/self").metadata().is_ok_and(|me| me.uid() == 0)
}
