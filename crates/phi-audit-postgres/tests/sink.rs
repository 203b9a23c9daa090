//! Against a real server, started here, with fsync on. Says plainly when there is none to start.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops when something is wrong"
)]

mod server;

use std::sync::Arc;

use phi_audit::{
    anchor::Anchor,
    checkpoint::Checkpoint,
    log::{MemoryDisk, Reader, verify},
    merkle::Hash,
    note::NoteSigner,
    sink::{AuditSink, Committer, Event, Limits},
    testing::{Held, Subject, conformance},
};
use phi_audit_postgres::{PostgresAnchor, PostgresError, PostgresStore, install};
use phi_types::OsEntropy;
use postgres::{Client, NoTls};
use server::Server;

const ORIGIN: &str = "audit.example/clinic";

fn exported(server: &Server) -> MemoryDisk {
    let disk = MemoryDisk::new();
    PostgresStore::export(&mut server.owner(), ORIGIN, &mut disk.writer().unwrap()).unwrap();
    disk
}

fn open(server: &Server) -> Result<PostgresStore, PostgresError> {
    let config = server.config("clinic_writer");
    PostgresStore::open(move || Client::connect(&config, NoTls), ORIGIN, Arc::new(OsEntropy))
}

struct Database<'a>(&'a Server);

impl Subject for Database<'_> {
    type Sink = Committer;

    fn open(&mut self) -> Committer {
        Committer::new(open(self.0).unwrap(), Limits::default())
    }

    fn held(&mut self) -> Vec<Held> {
        let entries = Reader::new(exported(self.0).reader()).unwrap().map(Result::unwrap);
        entries.map(|entry| (entry.index(), *entry.event_id(), entry.into_payload())).collect()
    }
}

#[test]
fn a_real_server() {
    let Some(server) = Server::start("sink", "on") else {
        println!("skipped: no PostgreSQL to start");
        return;
    };
    server.owner().batch_execute("CREATE ROLE clinic_writer LOGIN").unwrap();
    assert_eq!(open(&server).err(), Some(PostgresError::Database), "not installed");
    install(&mut server.owner(), "clinic_writer").unwrap();
    assert!(install(&mut server.owner(), "x\"; DROP TABLE y").is_err());

    it_conforms(&server);
    the_writer_may_not_change_anything(&server);
    a_connection_that_breaks_loses_nothing(&server);
    rows_verify_like_a_log_and_changed_ones_do_not(&server);
    it_anchors(&server);
}

#[test]
fn a_server_that_is_not_durable_is_refused() {
    let Some(server) = Server::start("volatile", "off") else {
        println!("skipped: no PostgreSQL to start");
        return;
    };
    server.owner().batch_execute("CREATE ROLE clinic_writer LOGIN").unwrap();
    install(&mut server.owner(), "clinic_writer").unwrap();
    assert_eq!(open(&server).err(), Some(PostgresError::NotDurable));
}

fn it_conforms(server: &Server) {
    assert_eq!(conformance(&mut Database(server)), Ok(8));
}

fn the_writer_may_not_change_anything(server: &Server) {
    let mut writer = Client::connect(&server.config("clinic_writer"), NoTls).unwrap();
    for sql in [
        "UPDATE phi_audit_entry SET payload = ''",
        "DELETE FROM phi_audit_entry",
        "TRUNCATE phi_audit_entry",
        "DROP TABLE phi_audit_entry",
        "UPDATE phi_audit_checkpoint SET note = ''",
        "ALTER TABLE phi_audit_entry DISABLE TRIGGER ALL",
    ] {
        assert!(writer.batch_execute(sql).is_err(), "{sql}");
    }
    let config = server.config("postgres");
    let owner = PostgresStore::open(move || Client::connect(&config, NoTls), ORIGIN, Arc::new(OsEntropy));
    assert_eq!(owner.err(), Some(PostgresError::TooManyRights));
    let one = open(server).unwrap();
    assert_eq!(open(server).err(), Some(PostgresError::InUse));
    drop(one);
}

fn a_connection_that_breaks_loses_nothing(server: &Server) {
    let sink = Committer::new(open(server).unwrap(), Limits::default());
    let before = sink.append(&[Event::new([1; 16], vec![1])]).unwrap()[0].index;
    let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'clinic_writer'";
    server.owner().batch_execute(kill).unwrap();
    // The first call finds the connection gone and looks what is there; by then the server has let go of the lock.
    let after = (0..50).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        sink.append(&[Event::new([2; 16], vec![2])]).ok()
    });
    assert_eq!(after.unwrap()[0].index, before + 1);
}

fn rows_verify_like_a_log_and_changed_ones_do_not(server: &Server) {
    let signer = NoteSigner::new(ORIGIN, &[7; 32]).unwrap();
    let store = open(server).unwrap();
    let (size, _) = store.head().now();
    let kept = store.head().checkpoint(&signer).unwrap();
    drop(store);
    assert!(size > 200);
    assert_eq!(verify(exported(server).reader(), signer.verifier(), Some(&kept)).unwrap().size, size);

    let mut owner = server.owner();
    owner.batch_execute("UPDATE phi_audit_entry SET payload = payload || 'x' WHERE idx = 17").unwrap();
    assert_eq!(open(server).err(), Some(PostgresError::Damaged { index: 17 }));
    owner.batch_execute("DELETE FROM phi_audit_entry WHERE idx >= 17").unwrap();
    assert!(verify(exported(server).reader(), signer.verifier(), Some(&kept)).is_err());
}

fn it_anchors(server: &Server) {
    let config = server.config("clinic_writer");
    let anchor = PostgresAnchor::open(move || Client::connect(&config, NoTls)).unwrap();
    let signer = NoteSigner::new(ORIGIN, &[7; 32]).unwrap();
    let signed = |size| Checkpoint::new(ORIGIN, size, Hash::leaf(b"root")).unwrap().sign(&signer).unwrap();
    assert_eq!(anchor.latest(ORIGIN), Ok(None));
    for size in [0, 5, 5, 9] {
        anchor.publish(&signed(size)).unwrap();
        assert_eq!(anchor.latest(ORIGIN), Ok(Some(signed(size))));
    }
    assert!(anchor.publish(&signed(8)).is_err());
    assert_eq!(anchor.latest("another"), Ok(None));
}
