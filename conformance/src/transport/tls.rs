//! Encrypted connections.

use std::{path::Path, sync::Arc};

use rustls_platform_verifier::BuilderVerifierExt as _;
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    },
};

/// Whom an encrypted endpoint is believed by, and as whom it is spoken to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tls {
    /// PEM file with the certificates that an endpoint's own must come from; none: those that the
    /// system trusts.
    pub authorities: Option<std::path::PathBuf>,
    /// PEM files with the client's certificate chain and its key.
    pub identity: Option<(std::path::PathBuf, std::path::PathBuf)>,
}

/// Certificates or keys that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {reason}")]
pub struct TlsError {
    /// The file, or what else it is about.
    pub what: String,
    /// What is wrong with it.
    pub reason: String,
}

impl Tls {
    /// Makes what connections are encrypted by.
    pub(super) fn connector(&self) -> Result<TlsConnector, TlsError> {
        let wrong = |what: &str, reason: &dyn std::fmt::Display| TlsError {
            what: what.to_owned(),
            reason: reason.to_string(),
        };
        let provider = Arc::new(aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| wrong("TLS", &error))?;
        let builder = match &self.authorities {
            None => builder
                .with_platform_verifier()
                .map_err(|error| wrong("the system's certificates", &error))?,
            Some(path) => {
                let mut roots = RootCertStore::empty();
                for certificate in certificates(path)? {
                    roots
                        .add(certificate)
                        .map_err(|error| wrong(&path.display().to_string(), &error))?;
                }
                builder.with_root_certificates(roots)
            }
        };
        let config = match &self.identity {
            None => builder.with_no_client_auth(),
            Some((chain, key)) => {
                let name = key.display().to_string();
                let chain = certificates(chain)?;
                let key =
                    PrivateKeyDer::from_pem_file(key).map_err(|error| wrong(&name, &error))?;
                builder
                    .with_client_auth_cert(chain, key)
                    .map_err(|error| wrong(&name, &error))?
            }
        };
        Ok(TlsConnector::from(Arc::new(config)))
    }
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let wrong = |reason: String| TlsError {
        what: path.display().to_string(),
        reason,
    };
    let all = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| wrong(error.to_string()))?;
    if all.is_empty() {
        return Err(wrong("no certificate is in it".to_owned()));
    }
    Ok(all)
}
