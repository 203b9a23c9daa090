//! The key journal in the audit log: what is done with keys, as events of the same log in which the gate records who asked for it.

use audit::{
    SubjectPseudonymKey,
    event::{Agent, Entity, EntityKind, Term, pattern},
    sink::{AuditSink, Event},
};
use envelope::{JournalEntry, JournalUnavailable, KeyEvent, KeyJournal, KeyState, Shelf};
use phi_audit as audit;
use phi_envelope as envelope;
use phi_types::{ActorId, OsEntropy};

/// A [`KeyJournal`] that writes audit events into any [`AuditSink`], durable before the act goes on.
///
/// The gate records that an act on keys was approved, and for whom; this records what the keyring did. Keys that are made, changes of
/// state, rotations, holds, merges are events of the kind `key-rotation`; a compromised key under an override, service in an
/// outage, the use of a recovery wrap are `key-use`; a shredding is `shredding`. The entity says which key and what, such as
/// `tenant-key:active:deactivated`; a second one, `version`, counts as the key's version; subjects are pseudonyms. Serves 45 CFR 164.312(b).
///
/// The keyring is there before the gate's recorder, which seals its notes with it. So the sink comes first, and both write into it:
///
/// ```
/// use std::sync::Arc;
/// use hipaa::KeyAudit;
/// use hipaa::audit::{LogSink, SinkRecorder, SubjectPseudonymKey, log::{Log, MemoryDisk}, note::NoteSigner, sink::Limits};
/// use hipaa::envelope::{EnvelopeKeyring, EphemeralProvider, MemoryKeyStore};
/// use hipaa::types::{OsEntropy, gate::GateSeed};
///
/// let log = Log::create(MemoryDisk::new().writer()?, NoteSigner::new("clinic.example/audit", &[7; 32])?, OsEntropy)?;
/// let sink = Arc::new(LogSink::new(log, Limits::default()));
/// let pseudonyms = SubjectPseudonymKey::random(&OsEntropy)?;
/// let for_keys = SubjectPseudonymKey::from_bytes(pseudonyms.expose());
/// let seed = GateSeed::generate(&OsEntropy)?;
/// let keys = EnvelopeKeyring::new(seed.brand(), EphemeralProvider::generate(&OsEntropy)?, MemoryKeyStore::new())
///     .with_journal(KeyAudit::new(Arc::clone(&sink), for_keys)?);
/// let recorder = SinkRecorder::over(sink, pseudonyms, Arc::new(keys));
/// # let _ = recorder;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// To record blocks the thread until the entry is durable, as the keyring blocks for its provider. While the log is down, states do not
/// loosen, nothing is shredded or merged, and no override begins or serves.
pub struct KeyAudit<K> {
    sink: K,
    pseudonyms: SubjectPseudonymKey,
    actor: Agent,
}

impl<K: AuditSink> KeyAudit<K> {
    /// Writes into this sink. The key of pseudonyms is the recorder's, so that both speak of a subject by one name.
    ///
    /// # Errors
    /// Never in this version: the name under which it acts, `key-journal`, is well-formed.
    pub fn new(sink: K, pseudonyms: SubjectPseudonymKey) -> Result<Self, JournalUnavailable> {
        let actor = Agent::service(ActorId::new("key-journal").map_err(|_| JournalUnavailable)?);
        Ok(Self { sink, pseudonyms, actor })
    }

    fn drafts(&self, entry: &JournalEntry) -> Vec<pattern::Draft> {
        let actor = || self.actor.clone();
        let changed = |name: &str, version: u32| {
            counted(pattern::key_rotation(actor(), Term::standing_for(name)), "version", version.into())
        };
        let of_shelf = |draft: pattern::Draft, shelf| self.about(entry, draft, shelf);
        let used = |name: &str| pattern::key_use(actor(), Term::standing_for(name));
        let concerns = |subject, name: &str| {
            let draft = pattern::key_rotation(actor(), Term::standing_for(name));
            self.about(entry, draft, Shelf::Subject(subject))
        };
        let draft = match entry.event {
            KeyEvent::Made { shelf, version, state } => {
                of_shelf(changed(&format!("{}:made:{}", name(shelf), word(state)), version), shelf)
            }
            KeyEvent::StateChanges { shelf, version, from, to } => {
                of_shelf(changed(&format!("{}:{}:{}", name(shelf), word(from), word(to)), version), shelf)
            }
            KeyEvent::CompromisedPermitted { shelf, until } => {
                let draft = used(&format!("{}:override-permitted", name(shelf)));
                // The time for which it stands.
                of_shelf(draft.occurred(entry.at, until.max(entry.at)), shelf)
            }
            KeyEvent::CompromisedUsed { shelf } => of_shelf(used(&format!("{}:override-used", name(shelf))), shelf),
            KeyEvent::ServesInOutage { shelf } => of_shelf(used(&format!("{}:serves-in-outage", name(shelf))), shelf),
            KeyEvent::Rewrapped { version, done, left, broken } => {
                let counts = [("data-keys:rewrapped", done), ("data-keys:left", left), ("data-keys:broken", broken)];
                counts
                    .into_iter()
                    .fold(changed("tenant-key:rewrapped", version), |draft, (name, count)| counted(draft, name, count))
            }
            KeyEvent::Restored { version } => counted(used("tenant-key:restored"), "version", version.into()),
            KeyEvent::Shreds { subject } => {
                let patient = self.pseudonyms.pseudonym(&entry.tenant, subject);
                pattern::shredding(actor(), patient, Term::standing_for("subject-keys:shredded"))
            }
            KeyEvent::Holds { subject, held } => {
                concerns(subject, if held { "subject-keys:held" } else { "subject-keys:released" })
            }
            // An event is about one patient, and these are about two.
            KeyEvent::Merges { from, into } => {
                return [(from, "subject-keys:merged"), (into, "subject-keys:survives")]
                    .map(|(subject, name)| concerns(subject, name))
                    .into();
            }
            KeyEvent::Unmerges { from, into } => {
                return [(from, "subject-keys:unmerged"), (into, "subject-keys:parted")]
                    .map(|(subject, name)| concerns(subject, name))
                    .into();
            }
            // An event that a later version adds is on record, if without its name.
            _ => used("keys:other"),
        };
        vec![draft]
    }

    /// Says whose key it is: a subject's pseudonym, an index's number.
    fn about(&self, entry: &JournalEntry, draft: pattern::Draft, shelf: Shelf) -> pattern::Draft {
        match shelf {
            Shelf::Subject(subject) => draft.about(self.pseudonyms.pseudonym(&entry.tenant, subject)),
            Shelf::Index(index) => draft.entity(Entity::new(EntityKind::Key, Term::standing_for("index")).id(index)),
            _ => draft,
        }
    }
}

impl<K: AuditSink> KeyJournal for KeyAudit<K> {
    fn record(&self, entry: &JournalEntry) -> Result<(), JournalUnavailable> {
        let mut events = Vec::new();
        for draft in self.drafts(entry) {
            let event = draft.finish(entry.tenant.clone(), entry.at, &OsEntropy).map_err(|_| JournalUnavailable)?;
            events.push(Event::new(event.id.to_bytes(), event.encode()));
        }
        self.sink.append(&events).map(drop).map_err(|_| JournalUnavailable)
    }
}

fn counted(draft: pattern::Draft, name: &str, count: u64) -> pattern::Draft {
    draft.entity(Entity::new(EntityKind::Key, Term::standing_for(name)).count(count))
}

const fn name(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::Tenant => "tenant-key",
        Shelf::Notes => "notes-keys",
        Shelf::Index(_) => "index-keys",
        Shelf::Subject(_) => "subject-keys",
        _ => "keys",
    }
}

const fn word(state: KeyState) -> &'static str {
    match state {
        KeyState::PreActive => "pre-active",
        KeyState::Active => "active",
        KeyState::Suspended => "suspended",
        KeyState::Deactivated => "deactivated",
        KeyState::Compromised => "compromised",
        KeyState::Destroyed => "destroyed",
        _ => "other",
    }
}
