//! Mixin `user_data`.

/// Contextualization Mixin.
///
/// Gives an instance data that it executes as the last step of its boot.
///
/// * Mixin: `http://schemas.ogf.org/occi/infrastructure/compute#user_data`
/// * Applies to: `http://schemas.ogf.org/occi/infrastructure#compute`
/// * Location: `/mixin/user_data/`
/// * Versions: since OCCI 1.2
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UserData {
    /// Contextualisation data; in practice base64 text.
    ///
    /// * Attribute: `occi.compute.userdata`
    /// * Type: text
    /// * Access: set at creation only, required at creation
    pub userdata: String,
}

impl ::occi::Mixin for UserData {
    const MIXIN: &'static str = "http://schemas.ogf.org/occi/infrastructure/compute#user_data";

    fn from_fields(fields: &mut ::occi::Fields) -> Result<Self, ::occi::FieldError> {
        Ok(Self {
            userdata: fields.required("occi.compute.userdata")?,
        })
    }

    fn write(self, fields: &mut ::occi::FieldWriter) {
        fields.put("occi.compute.userdata", self.userdata);
    }
}

impl ::occi::AppliesTo<super::Compute> for UserData {}
