//! `file:///PATH`: a keyring file, by an absolute path (RFC 8089).

use alloc::string::String;
use core::{fmt, str::FromStr};
use std::path::Path;

use super::{ProviderUrlError, Reason, after_scheme, percent};

/// What a path may have unencoded beside RFC 3986's unreserved characters.
pub(super) const IN_PATH: &[u8] = b"/@+,=";

/// The URL of a [`LocalKeyring`](crate::LocalKeyring). Its passphrase comes from the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileUrl {
    // INVARIANT: begins with a slash, and no segment is empty, `.` or `..`.
    path: String,
}

impl FileUrl {
    pub(super) const SCHEME: &'static str = "file";

    /// The path, which is absolute.
    #[must_use]
    pub fn path(&self) -> &Path {
        Path::new(&self.path)
    }
}

impl FromStr for FileUrl {
    type Err = ProviderUrlError;

    fn from_str(text: &str) -> Result<Self, ProviderUrlError> {
        let rest = after_scheme(text, Self::SCHEME)?;
        let (path, query) = rest.split('?');
        if let Some(query) = query {
            return Err(query.error(Reason::Secret));
        }
        let local = path.text.strip_prefix("//").ok_or(path.error(Reason::Form))?;
        let path = super::Rest { text: local, at: path.at.saturating_add(2) };
        Ok(Self { path: absolute(path)? })
    }
}

impl fmt::Display for FileUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("file://")?;
        percent::encode(f, self.path.as_bytes(), IN_PATH)
    }
}

/// An absolute path that names a file in one way.
pub(super) fn absolute(part: super::Rest<'_>) -> Result<String, ProviderUrlError> {
    let path = percent::decode_text(part, IN_PATH)?;
    let segments = path.strip_prefix('/').ok_or(part.error(Reason::Form))?;
    if segments.split('/').any(|segment| matches!(segment, "" | "." | "..")) {
        return Err(part.error(Reason::Form));
    }
    Ok(path)
}
