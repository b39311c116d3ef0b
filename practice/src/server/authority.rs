//! A certificate authority that lives as long as the program: its key is never written down, only its certificate is, so
//! that a client can be told to trust it. What it vouches for are Microsoft's names, on this machine.

use std::fmt;
use std::io;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use practice::{Timestamp, is_microsoft_host, microsoft_names};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, PublicKeyData as _, date_time_ymd,
};
use sha2::{Digest as _, Sha256};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;

/// A practice cloud runs for hours; some clients refuse certificates of more than 825 days.
const GOOD_FOR: TimeDelta = TimeDelta::days(30);

/// The authority as clients see it, and what the TLS port needs of it.
pub(super) struct Authority {
    /// Its certificate.
    pub(super) pem: String,
    /// The SHA-256 of its public key, in base64: the form in which Chromium takes the one key to trust.
    pub(super) public_key_sum: String,
    pub(super) config: Arc<ServerConfig>,
}

impl Authority {
    /// Makes an authority and the certificate of all of Microsoft's names.
    pub(super) fn make(now: Timestamp) -> io::Result<Self> {
        let mut params = params("Luk practice cloud", Vec::new(), now)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let public_key_sum = STANDARD.encode(Sha256::digest(key.subject_public_key_info()));
        let authority = CertifiedIssuer::self_signed(params, key).map_err(io::Error::other)?;

        let mut params = params_of_hosts(now)?;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let certificate = params.signed_by(&key, &authority).map_err(io::Error::other)?;

        let provider = ring::default_provider();
        let key = PrivatePkcs8KeyDer::from(key.serialize_der()).into();
        // With the authority's own certificate, so that a client which trusts a key finds it in what it is sent.
        let chain = vec![certificate.der().clone(), authority.der().clone()];
        let key = CertifiedKey::from_der(chain, key, &provider).map_err(io::Error::other)?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(provider))
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(OnlyMicrosoft(Arc::new(key))));
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self {
            pem: authority.pem(),
            public_key_sum,
            config: Arc::new(config),
        })
    }
}

fn params_of_hosts(now: Timestamp) -> io::Result<CertificateParams> {
    params("Luk practice cloud, host names", microsoft_names(), now)
}

fn params(name: &str, hosts: Vec<String>, now: Timestamp) -> io::Result<CertificateParams> {
    let mut params = CertificateParams::new(hosts).map_err(io::Error::other)?;
    params.distinguished_name.push(DnType::CommonName, name);
    let now = DateTime::from_timestamp_millis(now.millis()).unwrap_or_default();
    // Whole days; yesterday, because a client's clock may be behind.
    let day = |time: DateTime<Utc>| {
        let part = |number: u32| u8::try_from(number).unwrap_or(1);
        date_time_ymd(time.year(), part(time.month()), part(time.day()))
    };
    params.not_before = day(now - TimeDelta::days(1));
    params.not_after = day(now + GOOD_FOR);
    Ok(params)
}

/// Shows the certificate to whoever asks for one of its names, and nothing to others: they see a refused handshake.
struct OnlyMicrosoft(Arc<CertifiedKey>);

impl fmt::Debug for OnlyMicrosoft {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("OnlyMicrosoft")
    }
}

impl ResolvesServerCert for OnlyMicrosoft {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        hello
            .server_name()
            .filter(|name| is_microsoft_host(name))
            .map(|_| Arc::clone(&self.0))
    }
}
