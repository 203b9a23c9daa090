//! Any text is a provider's URL or refused, without a panic; what parses is written in one way and read back as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use phi_envelope::url::ProviderUrl;

fuzz_target!(|text: &str| {
    match text.parse::<ProviderUrl>() {
        Ok(url) => {
            let written = url.to_string();
            assert!(written.parse::<ProviderUrl>().is_ok_and(|again| again == url && again.to_string() == written));
        }
        Err(error) => assert!(error.at() <= text.len()),
    }
});
