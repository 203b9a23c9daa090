//! The token: its module, its slot, one login, and a pool of sessions that is made anew when they are lost.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use cryptoki::{
    context::{CInitializeArgs, CInitializeFlags, Pkcs11},
    error::{Error, RvError},
    session::{Session, UserType},
    slot::Slot,
};
use phi_envelope::url::Pkcs11Url;
use secrecy::SecretString;

use crate::error::{Failure, Pkcs11Error};

/// How long a call waits for a session when all are in use.
const WAIT: Duration = Duration::from_secs(10);
/// How many sessions there are at most. Calls are as rare as tenants.
pub(crate) const SESSIONS: usize = 8;

pub(crate) struct Token {
    module: Pkcs11,
    url: Pkcs11Url,
    pin: SecretString,
    most: usize,
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Default)]
struct State {
    /// Counts how often everything was made anew, so that what is left of an earlier time is not put back.
    generation: u64,
    slot: Option<Slot>,
    /// Holds the login: when the last session of a token is closed, it is gone.
    login: Option<Session>,
    idle: Vec<Session>,
    in_use: usize,
    /// The PIN was refused: it is never tried again.
    pin_refused: bool,
}

/// A session on loan.
struct Lease {
    session: Session,
    generation: u64,
}

/// Loads the module that the URL names. One that this process has initialised already is used as it is.
pub(crate) fn load(url: &Pkcs11Url) -> Result<Pkcs11, Pkcs11Error> {
    let module = Pkcs11::new(url.module_path().ok_or(Pkcs11Error::Module)?).map_err(|_| Pkcs11Error::Module)?;
    initialise(&module)?;
    Ok(module)
}

fn initialise(module: &Pkcs11) -> Result<(), Pkcs11Error> {
    match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => Ok(()),
        Err(_) => Err(Pkcs11Error::Module),
    }
}

impl Token {
    pub(crate) fn new(module: Pkcs11, url: Pkcs11Url, pin: SecretString) -> Self {
        let (state, freed) = (Mutex::new(State::default()), Condvar::new());
        Self { module, url, pin, most: SESSIONS, state, freed }
    }

    pub(crate) const fn url(&self) -> &Pkcs11Url {
        &self.url
    }

    pub(crate) fn limit_sessions(&mut self, most: usize) {
        self.most = most.max(1);
    }

    /// Works with a session that is logged in. When session, login or token were lost, everything is made anew and the work is tried
    /// once more.
    pub(crate) fn with_session<T>(&self, work: impl Fn(&Session) -> Result<T, Failure>) -> Result<T, Failure> {
        match self.attempt(&work) {
            Err(Failure::Lost) => self.attempt(&work),
            answer => answer,
        }
    }

    /// A session that may write, with the login in it.
    pub(crate) fn open_to_write(&self) -> Result<Session, Pkcs11Error> {
        let session = self.module.open_rw_session(self.find_slot()?).map_err(Failure::from)?;
        self.log_in(&session)?;
        Ok(session)
    }

    fn attempt<T>(&self, work: &impl Fn(&Session) -> Result<T, Failure>) -> Result<T, Failure> {
        let lease = self.lease()?;
        let answer = work(&lease.session);
        self.give_back(lease, answer.as_ref().err().copied());
        answer
    }

    fn lease(&self) -> Result<Lease, Failure> {
        let begun = Instant::now();
        let mut state = self.lock();
        loop {
            if let Some(session) = state.idle.pop() {
                state.in_use = state.in_use.saturating_add(1);
                return Ok(Lease { session, generation: state.generation });
            }
            if state.in_use < self.most {
                // Opened under the lock, so that a login is made once and a refused PIN is tried once.
                let session = self.open(&mut state)?;
                state.in_use = state.in_use.saturating_add(1);
                return Ok(Lease { session, generation: state.generation });
            }
            let left = WAIT.checked_sub(begun.elapsed()).ok_or(Failure::Stands(Pkcs11Error::Unavailable))?;
            state = self.freed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn give_back(&self, lease: Lease, failure: Option<Failure>) {
        let mut state = self.lock();
        state.in_use = state.in_use.saturating_sub(1);
        let current = lease.generation == state.generation;
        match failure {
            None if current => state.idle.push(lease.session),
            Some(Failure::Lost) if current => {
                state.generation = state.generation.wrapping_add(1);
                state.idle.clear();
                (state.login, state.slot) = (None, None);
            }
            // After a failure an operation may still be under way in the session: it is closed.
            _ => {}
        }
        drop(state);
        self.freed.notify_one();
    }

    fn open(&self, state: &mut State) -> Result<Session, Failure> {
        if state.pin_refused {
            return Err(Failure::Stands(Pkcs11Error::Pin));
        }
        let slot = match state.slot {
            Some(slot) => slot,
            None => self.find_slot()?,
        };
        if state.login.is_none() {
            let session = self.module.open_ro_session(slot)?;
            let logged_in = self.log_in(&session);
            state.pin_refused = logged_in == Err(Failure::Stands(Pkcs11Error::Pin));
            logged_in?;
            (state.login, state.slot) = (Some(session), Some(slot));
        }
        // The login is lost with the session that holds it, so both are made anew together.
        self.module.open_ro_session(slot).map_err(|error| {
            (state.login, state.slot) = (None, None);
            error.into()
        })
    }

    fn log_in(&self, session: &Session) -> Result<(), Failure> {
        match session.login(UserType::User, Some(&self.pin)) {
            Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn find_slot(&self) -> Result<Slot, Failure> {
        let mut found = None;
        let slots = match self.module.get_slots_with_token() {
            // Somebody in this process finalised the module, as has to be done where it does not see a token come back.
            Err(Error::Pkcs11(RvError::CryptokiNotInitialized, _)) => {
                initialise(&self.module).map_err(Failure::Stands)?;
                self.module.get_slots_with_token()
            }
            answer => answer,
        };
        for slot in slots? {
            let Ok(info) = self.module.get_token_info(slot) else { continue };
            let same = |wanted: Option<&str>, is: &str| wanted.is_none_or(|wanted| wanted == is);
            let fits = info.token_initialized()
                && same(self.url.token(), info.label())
                && same(self.url.serial(), info.serial_number())
                && same(self.url.manufacturer(), info.manufacturer_id())
                && same(self.url.model(), info.model())
                && self.url.slot().is_none_or(|wanted| wanted == slot.id());
            if fits && found.replace(slot).is_some() {
                return Err(Failure::Stands(Pkcs11Error::Ambiguous));
            }
        }
        found.ok_or(Failure::Stands(Pkcs11Error::NoToken))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
