//! Mixin `sliced`.

/// Sliced GPU.
///
/// A device that is shared between instances in slices.
///
/// * Mixin: `http://example.com/occi/gpu#sliced`
/// * Applies to: `http://example.com/occi/gpu#gpu`
/// * Location: `/mixin/sliced/`
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Sliced {
    /// Number of slices.
    ///
    /// * Attribute: `com.example.gpu.slices`
    /// * Type: an integer from 2 to 16
    /// * Access: mutable, required at creation
    pub slices: u16,
}

impl Sliced {
    /// With the values that must be given.
    ///
    /// # Errors
    ///
    /// When the value is not an integer from 2 to 16.
    pub fn new(slices: impl Into<u16>) -> Result<Self, ::occi::FieldError> {
        let slices = Self::checked("com.example.gpu.slices", slices.into())?;
        Ok(Self { slices })
    }

    fn checked<T: ::occi::AttributeValue>(name: &str, value: T) -> Result<T, ::occi::FieldError> {
        ::occi::typed::checked(super::model(), <Self as ::occi::Mixin>::MIXIN, name, value)
    }
}

impl ::occi::Mixin for Sliced {
    const MIXIN: &'static str = "http://example.com/occi/gpu#sliced";

    fn from_fields(fields: &mut ::occi::Fields) -> Result<Self, ::occi::FieldError> {
        Ok(Self {
            slices: fields.required("com.example.gpu.slices")?,
        })
    }

    fn write(self, fields: &mut ::occi::FieldWriter) {
        fields.put("com.example.gpu.slices", self.slices);
    }
}

impl ::occi::AppliesTo<super::Gpu> for Sliced {}
