//! The log, forwarded as syslog: each event that is durable is written into a stream of the host.

use std::io::Write;

use phi_types::gate::AuditUnavailable;

use super::{SyslogOrigin, frame, syslog};
use crate::event::AuditEvent;
use crate::log::Entry;
use crate::sink::FurtherSink;

/// A [`FurtherSink`] that writes events as framed syslog messages (RFC 5424 in RFC 5425) into a stream: a TLS connection that the
/// host opened, a pipe, a file.
///
/// Notices that the log makes of itself are no events and are passed over. A stream that fails is asked for anew; what was under way
/// comes again, since a further sink gets every entry at least once.
///
/// ```no_run
/// use std::net::TcpStream;
/// use phi_audit::exchange::{SyslogForward, SyslogOrigin};
///
/// let origin = SyslogOrigin::new("ehr.example.org", "clinic", "4711")?;
/// // A real host wraps the connection in TLS: events are PHI.
/// let forward = SyslogForward::new(origin, || TcpStream::connect("siem.example.org:6514"));
/// # Ok::<(), phi_audit::exchange::ExchangeError>(())
/// ```
pub struct SyslogForward<W, F> {
    origin: SyslogOrigin,
    open: F,
    stream: Option<W>,
}

impl<W: Write, F: FnMut() -> std::io::Result<W>> SyslogForward<W, F> {
    /// Writes into what `open` opens, and opens it again after a failure.
    pub const fn new(origin: SyslogOrigin, open: F) -> Self {
        Self { origin, open, stream: None }
    }

    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => (self.open)()?,
        };
        stream.write_all(bytes)?;
        stream.flush()?;
        self.stream = Some(stream);
        Ok(())
    }
}

impl<W: Write + Send + 'static, F: FnMut() -> std::io::Result<W> + Send + 'static> FurtherSink for SyslogForward<W, F> {
    fn deliver(&mut self, entries: &[Entry]) -> Result<(), AuditUnavailable> {
        let events = entries.iter().filter_map(|entry| AuditEvent::decode(entry.payload()).ok());
        let bytes: String = events.map(|event| frame(&syslog(&event, &self.origin))).collect();
        self.write(bytes.as_bytes()).map_err(|_| AuditUnavailable)
    }
}

impl<W, F> core::fmt::Debug for SyslogForward<W, F> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("SyslogForward")
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::exchange::{Frames, parse_syslog, tests::sample};
    use crate::log::{Log, MemoryDisk, Reader};
    use crate::note::NoteSigner;

    /// A stream that breaks off at its second write.
    #[derive(Clone, Default)]
    struct Stream(Arc<Mutex<(Vec<u8>, u32)>>);

    impl Write for Stream {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut state = self.0.lock().unwrap();
            state.1 += 1;
            if state.1 == 2 {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            state.0.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn every_event_arrives_and_what_broke_off_comes_again() {
        let disk = MemoryDisk::new();
        let signer = NoteSigner::new("audit.example/forward", &[7; 32]).unwrap();
        let log = Log::create(disk.writer().unwrap(), signer, phi_types::OsEntropy).unwrap();
        let event = sample();
        let bytes = event.encode();
        log.append(&[([1; 16], bytes.as_slice()), ([2; 16], b"no event".as_slice()), ([3; 16], bytes.as_slice())])
            .unwrap();
        let entries: Vec<_> = Reader::new(disk.reader()).unwrap().map(Result::unwrap).collect();

        let stream = Stream::default();
        let (opened, into) = (Arc::new(Mutex::new(0)), stream.clone());
        let count = Arc::clone(&opened);
        let origin = SyslogOrigin::new("ehr.example.org", "clinic", "-").unwrap();
        let mut forward = SyslogForward::new(origin, move || {
            *count.lock().unwrap() += 1;
            Ok(into.clone())
        });
        forward.deliver(&entries).unwrap();
        assert!(forward.deliver(&entries).is_err(), "the stream broke off");
        forward.deliver(&entries).unwrap();
        assert_eq!(*opened.lock().unwrap(), 2, "and was opened anew");

        let mut frames = Frames::new();
        frames.push(&stream.0.lock().unwrap().0);
        let mut read = 0;
        while let Some(message) = frames.next_message().unwrap() {
            assert_eq!(parse_syslog(&message).as_ref(), Ok(&event));
            read += 1;
        }
        assert_eq!((read, frames.is_empty()), (4, true));
    }
}
