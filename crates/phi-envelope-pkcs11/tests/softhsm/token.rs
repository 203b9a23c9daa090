//! A token of SoftHSM2 for one test. The module reads `SOFTHSM2_CONF` when it is loaded and keeps one state for each process, so the test
//! runs itself again as a child with that variable set.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use cryptoki::{
    context::{CInitializeArgs, CInitializeFlags, Pkcs11},
    mechanism::Mechanism,
    object::{Attribute, KeyType, ObjectClass},
    session::{Session, UserType},
    slot::{Slot, TokenInfo},
};
use phi_envelope::{KeyMaterial, KeyProvider, ProviderError, WrapContext, WrapRole, testing::wrap_context};
use phi_envelope_pkcs11::{Pkcs11Error, Pkcs11Provider, Way, create_key};
use phi_types::TenantId;
use secrecy::SecretString;

const FOLDER: &str = "PHI_TEST_TOKEN";

pub(crate) struct Token {
    pub(crate) folder: PathBuf,
    module: Pkcs11,
}

/// Runs the body in a child process with a token of its own. `name` is the name of the test.
pub(crate) fn in_a_token(name: &str, body: impl FnOnce(&Token)) {
    if let Some(folder) = env::var_os(FOLDER) {
        let module = Pkcs11::new(Token::module().unwrap()).unwrap();
        module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)).unwrap();
        body(&Token { folder: folder.into(), module });
        return;
    }
    let (Some(_), Some(tool)) = (Token::module(), tool()) else {
        println!("skipped: no SoftHSM2 to use");
        return;
    };
    let folder = env::temp_dir().join(format!("phi-softhsm-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("tokens")).unwrap();
    let configuration = folder.join("softhsm2.conf");
    fs::write(&configuration, format!("directories.tokendir = {}\n", folder.join("tokens").display())).unwrap();
    let made = Command::new(tool)
        .args(["--init-token", "--free", "--label", "phi-test", "--so-pin", "567890", "--pin", "1234"])
        .env("SOFTHSM2_CONF", &configuration)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let ran = Command::new(env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture", "--test-threads=1"])
        .env("SOFTHSM2_CONF", &configuration)
        .env(FOLDER, &folder)
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    fs::remove_dir_all(&folder).unwrap();
    assert!(ran.status.success() && out.contains("1 passed"), "{out}{err}");
}

fn tool() -> Option<PathBuf> {
    let paths = env::var_os("PATH")?;
    env::split_paths(&paths).map(|folder| folder.join("softhsm2-util")).find(|tool| tool.exists())
}

impl Token {
    pub(crate) fn module() -> Option<&'static str> {
        ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so"]
            .into_iter()
            .find(|path| Path::new(path).exists())
    }

    pub(crate) fn pin() -> SecretString {
        "1234".to_owned().into()
    }

    pub(crate) fn url(&self, object: &str) -> phi_envelope::url::Pkcs11Url {
        let module = Self::module().unwrap();
        format!("pkcs11:token=phi-test;object={object}?module-path={module}").parse().unwrap()
    }

    /// Makes the root key and opens a provider over it.
    pub(crate) fn provider(&self, way: Way) -> Pkcs11Provider {
        create_key(&self.url("root"), &Self::pin(), way).unwrap();
        self.open().unwrap().wrapping_by(way)
    }

    pub(crate) fn open(&self) -> Result<Pkcs11Provider, Pkcs11Error> {
        self.open_key("root")
    }

    pub(crate) fn open_key(&self, object: &str) -> Result<Pkcs11Provider, Pkcs11Error> {
        Pkcs11Provider::open(&self.url(object), Self::pin())
    }

    pub(crate) fn bare_session(&self) -> Session {
        self.module.open_rw_session(self.slot()).unwrap()
    }

    /// A session of the test's own, logged in: the login is the whole process's.
    pub(crate) fn session(&self) -> Session {
        let session = self.bare_session();
        match session.login(UserType::User, Some(&Self::pin())) {
            Ok(()) | Err(cryptoki::error::Error::Pkcs11(cryptoki::error::RvError::UserAlreadyLoggedIn, _)) => session,
            Err(error) => panic!("{error}"),
        }
    }

    /// Ends the login of the whole process.
    pub(crate) fn log_out(&self) {
        self.session().logout().unwrap();
    }

    /// Finalises the module for the whole process.
    pub(crate) fn finalise(&self) {
        self.module.clone().finalize().unwrap();
    }

    pub(crate) fn with_info<T>(&self, read: impl FnOnce(TokenInfo) -> T) -> T {
        read(self.module.get_token_info(self.slot()).unwrap())
    }

    /// Makes a key that need not be a good one.
    pub(crate) fn make(&self, label: &str, extractable: bool, sensitive: bool, more: &[Attribute]) {
        let mut template = vec![
            Attribute::Class(ObjectClass::SECRET_KEY),
            Attribute::KeyType(KeyType::AES),
            Attribute::Token(true),
            Attribute::Private(true),
            Attribute::Label(label.as_bytes().to_vec()),
            Attribute::Extractable(extractable),
            Attribute::Sensitive(sensitive),
            Attribute::Encrypt(true),
            Attribute::Decrypt(true),
            Attribute::Wrap(true),
            Attribute::Unwrap(true),
        ];
        if !more.iter().any(|attribute| matches!(attribute, Attribute::ValueLen(_))) {
            template.push(Attribute::ValueLen(32.into()));
        }
        template.extend_from_slice(more);
        self.session().generate_key(&Mechanism::AesKeyGen, &template).unwrap();
    }

    fn slot(&self) -> Slot {
        let slots = self.module.get_slots_with_token().unwrap();
        let ours = |slot: &Slot| self.module.get_token_info(*slot).is_ok_and(|info| info.label() == "phi-test");
        slots.into_iter().find(ours).unwrap_or_else(|| panic!("the token is away"))
    }
}

/// A wrap that was made in the context of the test suite.
pub(crate) struct Recorded {
    pub(crate) wrapped: Vec<u8>,
    key: [u8; 32],
}

impl Recorded {
    pub(crate) fn of(provider: &dyn KeyProvider) -> Self {
        Self::of_key(provider, &KeyMaterial::from_bytes(&[0xC5; 32]))
    }

    pub(crate) fn of_key(provider: &dyn KeyProvider, key: &KeyMaterial) -> Self {
        let wrapped = in_a_context(|context| provider.wrap(context, key)).unwrap();
        Self { wrapped, key: *key.expose() }
    }

    pub(crate) fn try_wrap(provider: &dyn KeyProvider) -> Result<Vec<u8>, ProviderError> {
        let key = KeyMaterial::from_bytes(&[0xC5; 32]);
        in_a_context(|context| provider.wrap(context, &key))
    }

    pub(crate) fn opens(&self, provider: &dyn KeyProvider) -> bool {
        let opened = in_a_context(|context| provider.unwrap(context, &self.wrapped));
        opened.unwrap().expose() == &self.key
    }

    pub(crate) fn try_open(&self, provider: &dyn KeyProvider, wrapped: &[u8]) -> Option<ProviderError> {
        in_a_context(|context| provider.unwrap(context, wrapped)).err()
    }

    /// What a wrap by AES-GCM is bound to.
    pub(crate) fn bound(&self) -> Vec<u8> {
        let context = in_a_context(|context| context.associated_data());
        phi_types::port::framed(&[b"phi-envelope-pkcs11-1", &[1, 1], &context])
    }
}

fn in_a_context<T>(call: impl FnOnce(&WrapContext<'_>) -> T) -> T {
    let tenant = TenantId::new("north").unwrap();
    call(&wrap_context(&tenant, 1, WrapRole::Primary))
}
