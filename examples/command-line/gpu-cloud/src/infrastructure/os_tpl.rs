//! Mixin `os_tpl`.

/// OS Template.
///
/// Base of OS templates: a provider's images are mixins that depend on it.
///
/// * Mixin: `http://schemas.ogf.org/occi/infrastructure#os_tpl`
/// * Applies to: `http://schemas.ogf.org/occi/infrastructure#compute`
/// * Location: `/mixin/os_tpl/`
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct OsTpl;

impl ::occi::Mixin for OsTpl {
    const MIXIN: &'static str = "http://schemas.ogf.org/occi/infrastructure#os_tpl";

    fn from_fields(_fields: &mut ::occi::Fields) -> Result<Self, ::occi::FieldError> {
        Ok(Self)
    }

    fn write(self, _fields: &mut ::occi::FieldWriter) {}
}

impl ::occi::AppliesTo<super::Compute> for OsTpl {}
