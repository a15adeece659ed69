//! Signatures of uploads: RSA with PKCS#1 v1.5 and SHA-256 over the bytes of the body, in
//! hexadecimal in the field `X-Signature`; the key beside it in `X-Public-Key`, as OpenSSH writes
//! public keys. This is what refstack-client sends.

use std::fmt;

use aws_lc_rs::{
    rand::SystemRandom,
    rsa::KeyPair,
    signature::{
        KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaPublicKeyComponents,
    },
};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use rustls_pki_types::{PrivateKeyDer, pem::PemObject as _};

/// The field with the signature.
pub const SIGNATURE_FIELD: &str = "X-Signature";
/// The field with the public key.
pub const KEY_FIELD: &str = "X-Public-Key";
/// The name of the only kind of key.
const KIND: &str = "ssh-rsa";

/// What is wrong with a key or a signature.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// Not an OpenSSH public key of the kind `ssh-rsa`.
    #[error(
        "the public key is malformed; it is written `ssh-rsa AAAA…`, as in a file `id_rsa.pub`"
    )]
    PublicKey,
    /// Not hexadecimal.
    #[error("the signature is malformed; it is written in hexadecimal digits")]
    Form,
    /// Another key or other bytes.
    #[error("the signature is not one of this text by this key; keys have 2048 to 8192 bits")]
    Wrong,
    /// Not a private RSA key in PEM.
    #[error(
        "this is no private RSA key in PEM without a passphrase; `ssh-keygen -p -m PEM -f FILE` makes one of a key of OpenSSH"
    )]
    PrivateKey,
    /// The library cannot sign.
    #[error("the key cannot sign")]
    Sign,
}

/// A public RSA key.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PublicKey {
    modulus: Vec<u8>,
    exponent: Vec<u8>,
}

impl PublicKey {
    /// Reads a key as OpenSSH writes it: `ssh-rsa`, the key in Base64, perhaps a remark.
    ///
    /// # Errors
    ///
    /// When it is none, or of another kind.
    pub fn from_openssh(text: &str) -> Result<Self, SignatureError> {
        Self::parse(text).ok_or(SignatureError::PublicKey)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut words = text.split_ascii_whitespace();
        let (kind, key) = (words.next()?, words.next()?);
        let bytes = BASE64.decode(key).ok()?;
        let (inner, rest) = field(&bytes)?;
        let (exponent, rest) = field(rest)?;
        let (modulus, rest) = field(rest)?;
        let key = Self {
            modulus: magnitude(modulus)?,
            exponent: magnitude(exponent)?,
        };
        (kind == KIND && inner == KIND.as_bytes() && rest.is_empty()).then_some(key)
    }

    /// Whether a signature is one of these bytes by this key.
    ///
    /// # Errors
    ///
    /// When it is not, or when the key is too short or too long.
    pub fn verify(&self, bytes: &[u8], signature: &Signature) -> Result<(), SignatureError> {
        let key = RsaPublicKeyComponents {
            n: &self.modulus,
            e: &self.exponent,
        };
        key.verify(&RSA_PKCS1_2048_8192_SHA256, bytes, &signature.0)
            .map_err(|_| SignatureError::Wrong)
    }
}

impl fmt::Display for PublicKey {
    /// As OpenSSH writes it, without a remark.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = Vec::new();
        for (part, is_number) in [
            (KIND.as_bytes(), false),
            (&self.exponent, true),
            (&self.modulus, true),
        ] {
            // A number is signed: a leading zero keeps it positive.
            let sign = is_number && part.first().is_some_and(|byte| *byte >= 0x80);
            let length = u32::try_from(part.len() + usize::from(sign)).map_err(|_| fmt::Error)?;
            bytes.extend_from_slice(&length.to_be_bytes());
            if sign {
                bytes.push(0);
            }
            bytes.extend_from_slice(part);
        }
        write!(f, "{KIND} {}", BASE64.encode(bytes))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

/// A length of four bytes, that many bytes, and what follows.
fn field(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

/// A positive number without the zeros before it.
fn magnitude(number: &[u8]) -> Option<Vec<u8>> {
    let first = number.iter().position(|byte| *byte != 0)?;
    number.get(first..).map(<[u8]>::to_vec)
}

/// A signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature(Vec<u8>);

impl Signature {
    /// Reads hexadecimal digits.
    ///
    /// # Errors
    ///
    /// When there are others, or an odd number of them.
    pub fn from_hex(text: &str) -> Result<Self, SignatureError> {
        let digits = text.as_bytes().chunks(2).map(|pair| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        });
        match digits.collect::<Option<Vec<u8>>>() {
            Some(bytes) if !bytes.is_empty() => Ok(Self(bytes)),
            _ => Err(SignatureError::Form),
        }
    }
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A private key.
pub struct SigningKey(KeyPair);

impl SigningKey {
    /// Reads a key in PEM: `RSA PRIVATE KEY` or `PRIVATE KEY`.
    ///
    /// # Errors
    ///
    /// When it is another key, or has a passphrase.
    pub fn from_pem(text: &[u8]) -> Result<Self, SignatureError> {
        let key = PrivateKeyDer::from_pem_slice(text).map_err(|_| SignatureError::PrivateKey)?;
        let pair = match &key {
            PrivateKeyDer::Pkcs1(der) => KeyPair::from_der(der.secret_pkcs1_der()),
            PrivateKeyDer::Pkcs8(der) => KeyPair::from_pkcs8(der.secret_pkcs8_der()),
            _ => return Err(SignatureError::PrivateKey),
        };
        pair.map(Self).map_err(|_| SignatureError::PrivateKey)
    }

    /// The key to hand out.
    ///
    /// # Errors
    ///
    /// None that is known: the library writes what this reads.
    pub fn public_key(&self) -> Result<PublicKey, SignatureError> {
        public_key(self.0.public_key().as_ref()).ok_or(SignatureError::PublicKey)
    }

    /// Signs the bytes of a body.
    ///
    /// # Errors
    ///
    /// When the library cannot, for lack of random numbers.
    pub fn sign(&self, bytes: &[u8]) -> Result<Signature, SignatureError> {
        let mut signature = vec![0; self.0.public_modulus_len()];
        self.0
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                bytes,
                &mut signature,
            )
            .map_err(|_| SignatureError::Sign)?;
        Ok(Signature(signature))
    }
}

/// A key in the DER of PKCS#1: a sequence of two integers.
fn public_key(der: &[u8]) -> Option<PublicKey> {
    let (sequence, rest) = element(der, 0x30)?;
    let (modulus, more) = element(sequence, 0x02)?;
    let (exponent, end) = element(more, 0x02)?;
    let key = PublicKey {
        modulus: magnitude(modulus)?,
        exponent: magnitude(exponent)?,
    };
    (rest.is_empty() && end.is_empty()).then_some(key)
}

/// The content of an element with this tag, and what follows it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&[found, short], rest) = der.split_first_chunk::<2>()?;
    if found != tag {
        return None;
    }
    let (length, rest) = if short < 0x80 {
        (usize::from(short), rest)
    } else {
        let (digits, rest) = rest.split_at_checked(usize::from(short & 0x7f))?;
        let length = digits.iter().try_fold(0_usize, |length, byte| {
            length.checked_mul(256)?.checked_add(usize::from(*byte))
        })?;
        (length, rest)
    };
    rest.split_at_checked(length)
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::{
        encoding::{AsDer as _, Pkcs8V1Der},
        rsa::KeySize,
    };

    use super::*;

    /// Made by `openssl genrsa 2048` and `ssh-keygen -y`; the private half is thrown away.
    const PUBLIC: &str = include_str!("../tests/keys/test.pub");

    fn pem() -> String {
        let der: Pkcs8V1Der<'_> = KeyPair::generate(KeySize::Rsa2048)
            .unwrap()
            .as_der()
            .unwrap();
        let text = BASE64.encode(der.as_ref());
        format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n")
    }

    #[test]
    fn what_a_key_signs_its_public_half_verifies() {
        let key = SigningKey::from_pem(pem().as_bytes()).unwrap();
        let public = key.public_key().unwrap();
        assert_eq!(
            PublicKey::from_openssh(&public.to_string()).unwrap(),
            public
        );
        let signature = key.sign(b"body").unwrap();
        let read = Signature::from_hex(&signature.to_string()).unwrap();
        assert_eq!(public.verify(b"body", &read), Ok(()));
        assert_eq!(public.verify(b"bodY", &read), Err(SignatureError::Wrong));
    }

    #[test]
    fn a_signature_of_openssl_is_verified() {
        // printf signature | openssl dgst -sha256 -sign test.pem -hex
        let signature = Signature::from_hex(include_str!("../tests/keys/test.hex").trim()).unwrap();
        let public = PublicKey::from_openssh(PUBLIC).unwrap();
        assert!(PUBLIC.starts_with(&public.to_string()));
        assert_eq!(public.verify(b"signature", &signature), Ok(()));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in [
            "",
            "ssh-rsa",
            "ssh-rsa AAAA",
            "ssh-rsa !",
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGb9",
            "ssh-rsa AAAAB3NzaC1yc2H/////",
        ] {
            assert!(PublicKey::from_openssh(text).is_err(), "{text}");
        }
        for text in [
            &b""[..],
            b"-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
        ] {
            assert!(SigningKey::from_pem(text).is_err());
        }
        for text in ["", "0", "0g", "zz", "é"] {
            assert!(Signature::from_hex(text).is_err(), "{text}");
        }
    }

    #[test]
    fn broken_der_is_refused() {
        let key = SigningKey::from_pem(pem().as_bytes()).unwrap();
        let der = key.0.public_key().as_ref().to_vec();
        assert!(public_key(&der).is_some());
        for end in 0..der.len() {
            assert!(public_key(&der[..end]).is_none(), "{end}");
        }
        assert!(element(&[0x30, 0xff, 0xff], 0x30).is_none());
    }
}
