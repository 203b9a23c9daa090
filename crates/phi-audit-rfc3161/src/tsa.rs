//! An authority whose certificate is pinned, and what it has signed.

use cms::cert::x509::{
    Certificate,
    ext::pkix::{ExtendedKeyUsage, name::GeneralNames},
};
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{Int, ObjectIdentifier, OctetString};
use der::{Any, Decode as _, Encode as _, Sequence, Tag};
use ring::{digest, signature};
use x509_tsp::{MessageImprint, TimeStampReq, TimeStampResp, TspVersion, TstInfo};

const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// Why a time stamp does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimestampError {
    /// The certificate is malformed, or not for time stamps alone (RFC 3161, section 2.3).
    #[error("the certificate is malformed, or not one for time stamps alone")]
    Certificate,
    /// The answer is not in the format of RFC 3161.
    #[error("the answer is no time stamp of RFC 3161")]
    Malformed,
    /// The authority refuses.
    #[error("the authority refuses to stamp")]
    Refused,
    /// The stamp is over something else, has another nonce, or is of another policy.
    #[error("the time stamp is not the one that was asked for")]
    Mismatch,
    /// The stamp is not signed by the pinned certificate, or was signed when the certificate was not valid.
    #[error("the time stamp is not signed by the pinned certificate")]
    Signature,
    /// The signature is of an algorithm that is not read here.
    #[error("the algorithm of the signature is not supported")]
    Algorithm,
}

/// What an authority stated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timestamp {
    /// When, in seconds since 1970.
    pub time: u64,
    /// The policy under which it was made, as a dotted object identifier.
    pub policy: String,
}

/// A time-stamping authority, by its pinned certificate.
///
/// Signatures: RSA PKCS #1 v1.5 of 2048 bits and more with SHA-256, SHA-384 or SHA-512; ECDSA on P-256 with SHA-256 and on
/// P-384 with SHA-384. No chain is built and no revocation looked up: the certificate itself is what is trusted.
#[derive(Clone, Debug)]
pub struct Authority {
    der: Vec<u8>,
    certificate: Certificate,
    policy: Option<ObjectIdentifier>,
}

impl Authority {
    /// The authority that has this certificate, in DER.
    ///
    /// # Errors
    /// [`TimestampError::Certificate`].
    pub fn from_der(der: &[u8]) -> Result<Self, TimestampError> {
        let certificate = Certificate::from_der(der).map_err(|_| TimestampError::Certificate)?;
        let extensions = certificate.tbs_certificate.extensions.as_deref().unwrap_or_default();
        let usage = extensions.iter().find(|extension| extension.extn_id == EXTENDED_KEY_USAGE);
        let usage = usage.filter(|usage| usage.critical).ok_or(TimestampError::Certificate)?;
        let uses = ExtendedKeyUsage::from_der(usage.extn_value.as_bytes()).map_err(|_| TimestampError::Certificate)?;
        if uses.0 != [TIME_STAMPING] {
            return Err(TimestampError::Certificate);
        }
        Ok(Self { der: der.to_vec(), certificate, policy: None })
    }

    /// Asks for this policy, a dotted object identifier, and takes no other.
    ///
    /// # Errors
    /// [`TimestampError::Mismatch`] if it is none.
    pub fn with_policy(mut self, policy: &str) -> Result<Self, TimestampError> {
        self.policy = Some(ObjectIdentifier::new(policy).map_err(|_| TimestampError::Mismatch)?);
        Ok(self)
    }

    /// A request for a stamp over these bytes, in DER. Its nonce is positive whatever the bytes given for it.
    pub(crate) fn request(&self, bytes: &[u8], nonce: [u8; 8]) -> Result<Vec<u8>, TimestampError> {
        let malformed = |_| TimestampError::Malformed;
        let parameters = Some(Any::new(Tag::Null, Vec::new()).map_err(malformed)?);
        let hash_algorithm = cms::cert::x509::spki::AlgorithmIdentifier { oid: SHA256, parameters };
        let hashed_message = OctetString::new(digest::digest(&digest::SHA256, bytes).as_ref()).map_err(malformed)?;
        let request = TimeStampReq {
            version: TspVersion::V1,
            message_imprint: MessageImprint { hash_algorithm, hashed_message },
            req_policy: self.policy,
            nonce: Some(Int::new(&positive(nonce)).map_err(malformed)?),
            cert_req: true,
            extensions: None,
        };
        request.to_der().map_err(malformed)
    }

    /// Verifies an answer: that it is a stamp of this authority over these bytes, of its policy if one is set, with this
    /// nonce if one is given. Years later there is no nonce to compare with.
    ///
    /// # Errors
    /// [`TimestampError`].
    pub fn verify(&self, answer: &[u8], bytes: &[u8], nonce: Option<[u8; 8]>) -> Result<Timestamp, TimestampError> {
        let malformed = |_| TimestampError::Malformed;
        let response = TimeStampResp::from_der(answer).map_err(malformed)?;
        // 0 is granted, 1 granted with modifications.
        if response.status.status as u8 > 1 {
            return Err(TimestampError::Refused);
        }
        let token: ContentInfo = response.time_stamp_token.ok_or(TimestampError::Malformed)?;
        if token.content_type != SIGNED_DATA {
            return Err(TimestampError::Malformed);
        }
        let signed: SignedData = token.content.decode_as().map_err(malformed)?;
        let content = signed.encap_content_info.econtent.as_ref().ok_or(TimestampError::Malformed)?;
        if signed.encap_content_info.econtent_type != TST_INFO {
            return Err(TimestampError::Malformed);
        }
        let content: OctetString = content.decode_as().map_err(malformed)?;
        let [signer] = signed.signer_infos.0.as_slice() else { return Err(TimestampError::Malformed) };
        self.verify_signer(signer, content.as_bytes())?;

        let info = TstInfo::from_der(content.as_bytes()).map_err(malformed)?;
        let imprint = &info.message_imprint;
        let same = imprint.hash_algorithm.oid == SHA256
            && imprint.hashed_message.as_bytes() == digest::digest(&digest::SHA256, bytes).as_ref();
        let nonce = nonce.map(positive);
        let same_nonce = nonce.is_none_or(|nonce| info.nonce.as_ref().is_some_and(|given| given.as_bytes() == nonce));
        if !same || !same_nonce || self.policy.is_some_and(|policy| policy != info.policy) {
            return Err(TimestampError::Mismatch);
        }
        let time = info.gen_time.to_unix_duration();
        let validity = &self.certificate.tbs_certificate.validity;
        if time < validity.not_before.to_unix_duration() || time > validity.not_after.to_unix_duration() {
            return Err(TimestampError::Signature);
        }
        Ok(Timestamp { time: time.as_secs(), policy: info.policy.to_string() })
    }

    /// RFC 5652, section 5.4: the signature is over the attributes, and these name the content's digest, its type, and
    /// (RFC 5816) the certificate.
    fn verify_signer(&self, signer: &SignerInfo, content: &[u8]) -> Result<(), TimestampError> {
        let own = &self.certificate.tbs_certificate;
        if let SignerIdentifier::IssuerAndSerialNumber(id) = &signer.sid
            && (id.issuer != own.issuer || id.serial_number != own.serial_number)
        {
            return Err(TimestampError::Signature);
        }
        let attributes = signer.signed_attrs.as_ref().ok_or(TimestampError::Malformed)?;
        let only = |oid| {
            let mut values = attributes.iter().filter(|attribute| attribute.oid == oid);
            let (Some(attribute), None) = (values.next(), values.next()) else { return Err(TimestampError::Malformed) };
            let [value] = attribute.values.as_slice() else { return Err(TimestampError::Malformed) };
            Ok(value)
        };
        let malformed = |_| TimestampError::Malformed;
        if only(CONTENT_TYPE)?.decode_as::<ObjectIdentifier>().map_err(malformed)? != TST_INFO {
            return Err(TimestampError::Malformed);
        }
        let hash = match signer.digest_alg.oid {
            SHA256 => &digest::SHA256,
            SHA384 => &digest::SHA384,
            SHA512 => &digest::SHA512,
            _ => return Err(TimestampError::Algorithm),
        };
        let named: OctetString = only(MESSAGE_DIGEST)?.decode_as().map_err(malformed)?;
        if named.as_bytes() != digest::digest(hash, content).as_ref() {
            return Err(TimestampError::Signature);
        }
        let named: SigningCertificateV2 = only(SIGNING_CERTIFICATE_V2)?.decode_as().map_err(malformed)?;
        let first = named.certs.first().ok_or(TimestampError::Malformed)?;
        // The algorithm is left out for SHA-256, its default in DER; others are not read.
        if first.hash_algorithm.as_ref().is_some_and(|algorithm| algorithm.oid != SHA256)
            || first.cert_hash.as_bytes() != digest::digest(&digest::SHA256, &self.der).as_ref()
        {
            return Err(TimestampError::Signature);
        }
        let algorithm = algorithm(&signer.digest_alg.oid, &signer.signature_algorithm.oid)?;
        let key = own.subject_public_key_info.subject_public_key.raw_bytes();
        let message = attributes.to_der().map_err(malformed)?;
        signature::UnparsedPublicKey::new(algorithm, key)
            .verify(&message, signer.signature.as_bytes())
            .map_err(|_| TimestampError::Signature)
    }
}

/// RFC 5035, section 3; what follows the certificates is not read.
#[derive(Sequence)]
struct SigningCertificateV2 {
    certs: Vec<EssCertIdV2>,
    #[asn1(optional = "true")]
    policies: Option<Any>,
}

#[derive(Sequence)]
struct EssCertIdV2 {
    #[asn1(optional = "true")]
    hash_algorithm: Option<cms::cert::x509::spki::AlgorithmIdentifierOwned>,
    cert_hash: OctetString,
    #[asn1(optional = "true")]
    issuer_serial: Option<IssuerSerial>,
}

#[derive(Sequence)]
struct IssuerSerial {
    issuer: GeneralNames,
    serial: Int,
}

fn algorithm(
    hash: &ObjectIdentifier,
    signature: &ObjectIdentifier,
) -> Result<&'static dyn signature::VerificationAlgorithm, TimestampError> {
    // RFC 5754: PKCS #1 v1.5 may be named with or without its hash; ECDSA always with it.
    let is = |dotted: &str| *signature == ObjectIdentifier::new_unwrap(dotted);
    match *hash {
        SHA256 if *signature == RSA || is("1.2.840.113549.1.1.11") => Ok(&signature::RSA_PKCS1_2048_8192_SHA256),
        SHA384 if *signature == RSA || is("1.2.840.113549.1.1.12") => Ok(&signature::RSA_PKCS1_2048_8192_SHA384),
        SHA512 if *signature == RSA || is("1.2.840.113549.1.1.13") => Ok(&signature::RSA_PKCS1_2048_8192_SHA512),
        SHA256 if is("1.2.840.10045.4.3.2") => Ok(&signature::ECDSA_P256_SHA256_ASN1),
        SHA384 if is("1.2.840.10045.4.3.3") => Ok(&signature::ECDSA_P384_SHA384_ASN1),
        _ => Err(TimestampError::Algorithm),
    }
}

/// DER has one spelling of an integer: the first byte is made neither zero nor negative.
fn positive(mut nonce: [u8; 8]) -> [u8; 8] {
    if let Some(first) = nonce.first_mut() {
        *first = (*first & 0x3f) | 0x40;
    }
    nonce
}
