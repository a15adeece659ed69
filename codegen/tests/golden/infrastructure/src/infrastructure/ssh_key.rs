//! Mixin `ssh_key`.

/// Credentials Mixin.
///
/// Gives an instance the public part of a key pair for SSH.
///
/// * Mixin: `http://schemas.ogf.org/occi/infrastructure/credentials#ssh_key`
/// * Applies to: `http://schemas.ogf.org/occi/infrastructure#compute`
/// * Location: `/mixin/ssh_key/`
/// * Versions: since OCCI 1.2
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SshKey {
    /// Content of the file of the public key.
    ///
    /// * Attribute: `occi.credentials.ssh.publickey`
    /// * Type: text
    /// * Access: mutable, required at creation
    pub ssh_publickey: String,
}

impl ::occi::Mixin for SshKey {
    const MIXIN: &'static str = "http://schemas.ogf.org/occi/infrastructure/credentials#ssh_key";

    fn from_fields(fields: &mut ::occi::Fields) -> Result<Self, ::occi::FieldError> {
        Ok(Self {
            ssh_publickey: fields.required("occi.credentials.ssh.publickey")?,
        })
    }

    fn write(self, fields: &mut ::occi::FieldWriter) {
        fields.put("occi.credentials.ssh.publickey", self.ssh_publickey);
    }
}

impl ::occi::AppliesTo<super::Compute> for SshKey {}
