//! Signatures of statements, with Ed25519 keys from files.

use std::path::{Path, PathBuf};

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use clap::Args;
use occi_conformance::{
    report::statement::{self, sha256, signed_bytes},
    run::RunResult,
    stored,
};

use crate::{
    exit::{Exit, Failure, Outcome},
    output::outln,
    reading,
};

/// Longest key file, in bytes.
const MAX_BYTES: usize = 64 * 1024;

/// A key that signs.
pub(super) struct Signer {
    pair: Ed25519KeyPair,
}

impl Signer {
    /// Reads a key: PEM with one `PRIVATE KEY` (PKCS #8), as `openssl genpkey -algorithm ed25519`
    /// writes it.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let der = pem(path, "PRIVATE KEY")?;
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der)
            .map_err(|_| Failure::refused(format!("`{}` is no Ed25519 key", path.display())))?;
        Ok(Self { pair })
    }

    /// The id of the key: SHA-256 of the public key's 32 bytes.
    fn id(&self) -> String {
        sha256(self.pair.public_key().as_ref())
    }
}

/// The one block of a PEM file with a label.
fn pem(path: &Path, label: &str) -> Result<Vec<u8>, Failure> {
    let name = path.display();
    let refused = |why: String| Failure::refused(format!("`{name}`: {why}"));
    let text = String::from_utf8(reading::read(path, MAX_BYTES)?)
        .map_err(|error| refused(error.to_string()))?;
    let block = text
        .split_once(&format!("-----BEGIN {label}-----"))
        .and_then(|(_, rest)| rest.split_once(&format!("-----END {label}-----")))
        .map(|(block, _)| block)
        .ok_or_else(|| refused(format!("no PEM block `{label}` is in it")))?;
    let packed: String = block.split_whitespace().collect();
    STANDARD
        .decode(packed)
        .map_err(|error| refused(error.to_string()))
}

/// The statement of a run in its envelope, signed when there is a key.
pub(super) fn envelope(
    result: &RunResult,
    results_json: &str,
    signer: Option<&Signer>,
) -> Result<String, Failure> {
    let payload = statement::statement(result, results_json);
    Ok(match signer {
        None => statement::envelope(&payload, None),
        Some(signer) => {
            let signature = signer.pair.sign(&signed_bytes(&payload));
            statement::envelope(&payload, Some((&signer.id(), signature.as_ref())))
        }
    })
}

/// Check the signature of a statement, and that the results are the ones it speaks of
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The statement, as a run with --out and --sign writes it
    #[arg(value_name = "STATEMENT")]
    statement: PathBuf,

    /// PEM file with the Ed25519 public key
    #[arg(long, value_name = "FILE")]
    key: PathBuf,

    /// The results [default: results.json beside the statement]
    #[arg(long, value_name = "FILE")]
    results: Option<PathBuf>,
}

impl Verify {
    pub(super) fn run(self) -> Outcome {
        let der = pem(&self.key, "PUBLIC KEY")?;
        // The key is the last 32 bytes of the structure of RFC 8410.
        let key = der
            .len()
            .checked_sub(32)
            .and_then(|start| der.get(start..))
            .ok_or_else(|| Failure::refused("the public key is too short"))?;
        let name = self.statement.display();
        let opened = statement::open(&reading::read(&self.statement, statement::MAX_BYTES)?)
            .map_err(|why| Failure::refused(format!("`{name}`: {why}")))?;
        let bytes = signed_bytes(&opened.payload);
        let public = UnparsedPublicKey::new(&ED25519, key);
        let is_signed = opened
            .signatures
            .iter()
            .any(|(_, signature)| public.verify(&bytes, signature).is_ok());
        if !is_signed {
            return Err(Failure::refused(format!(
                "`{name}` is not signed with this key"
            )));
        }
        let results = self
            .results
            .unwrap_or_else(|| self.statement.with_file_name("results.json"));
        let digest = sha256(&reading::read(&results, stored::MAX_BYTES)?);
        if opened.subject_digest().as_deref() != Some(&*digest) {
            return Err(Failure::refused(format!(
                "`{}` is not what the statement speaks of",
                results.display()
            )));
        }
        outln!(
            "signed with this key; {} is what it speaks of",
            results.display()
        );
        Ok(Exit::Success)
    }
}
