//! Mixin `resource_tpl`.

/// Resource Template.
///
/// Base of resource templates: named sizes of instances are mixins that depend on it.
///
/// * Mixin: `http://schemas.ogf.org/occi/infrastructure#resource_tpl`
/// * Applies to: `http://schemas.ogf.org/occi/core#resource`
/// * Location: `/mixin/resource_tpl/`
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct ResourceTpl;

impl ::occi::Mixin for ResourceTpl {
    const MIXIN: &'static str = "http://schemas.ogf.org/occi/infrastructure#resource_tpl";

    fn from_fields(_fields: &mut ::occi::Fields) -> Result<Self, ::occi::FieldError> {
        Ok(Self)
    }

    fn write(self, _fields: &mut ::occi::FieldWriter) {}
}

impl<K: ::occi::Resource> ::occi::AppliesTo<K> for ResourceTpl {}
