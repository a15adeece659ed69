//! Macros for downstream crates, and what generated code leaves to macros: a table instead of what
//! follows from it.

/// Includes what a build script generated from the definition `NAME.occi`:
/// `occi::include_generated!("gpu");`
///
/// Stands where a `mod` may stand, and gives one public module per extension.
#[macro_export]
macro_rules! include_generated {
    ($name:literal) => {
        ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/", $name, ".rs"));
    };
}

/// What makes generated structs an entity and its requests, from the table of their fields.
///
/// After the identifier and the location of the kind, and the function that gives its model, come
/// the structs, each with what it has besides attributes, then the fields with their attributes:
/// `mutable` ones, which all three structs have, `createonly` ones, which a patch does not have,
/// and `readonly` ones, which only the entity has. More than twelve stand in several groups.
///
/// The functions are `#[inline]`: a client of three kinds out of a thousand compiles those of three.
#[doc(hidden)]
#[macro_export]
macro_rules! entity {
    (
        $kind:literal at $location:literal $(in $model:path)?;
        $entity:ident: $($part:ident)+;
        $new:ident: $($given:ident)+;
        $patch:ident;
        $(mutable { $($m:ident: $m_name:literal,)+ })*
        $(createonly { $($c:ident: $c_name:literal,)+ })*
        $(readonly { $($r:ident: $r_name:literal,)+ })*
    ) => {
        impl $crate::Entity for $entity {
            const KIND: &'static str = $kind;
            const LOCATION: &'static str = $location;
            type New = $new;
            type Patch = $patch;

            $(fn model() -> ::core::option::Option<&'static ::std::sync::Arc<$crate::Model>> {
                ::core::option::Option::Some($model())
            })?

            #[inline]
            fn from_instance(
                instance: $crate::Instance,
            ) -> ::core::result::Result<Self, $crate::FieldError> {
                let (id, location) = $crate::typed::identity(&instance, $kind)?;
                let mut fields = $crate::Fields::new(instance.attributes);
                $(let ($($m,)+) = fields.row([$($m_name),+])?;)*
                $(let ($($c,)+) = fields.row([$($c_name),+])?;)*
                $(let ($($r,)+) = fields.row([$($r_name),+])?;)*
                ::core::result::Result::Ok(Self {
                    id,
                    location,
                    $($($m,)+)*
                    $($($c,)+)*
                    $($($r,)+)*
                    $($part: instance.$part,)+
                    other: fields.rest(),
                })
            }

            #[inline]
            fn into_instance(self) -> $crate::Instance {
                let mut fields = $crate::FieldWriter::new(self.other);
                $(fields.put_row([$($m_name),+], ($(self.$m,)+));)*
                $(fields.put_row([$($c_name),+], ($(self.$c,)+));)*
                $(fields.put_row([$($r_name),+], ($(self.$r,)+));)*
                let mut instance = $crate::Instance::new($crate::typed::category($kind));
                instance.id = ::core::option::Option::Some(self.id);
                instance.location = ::core::option::Option::Some(self.location);
                $(instance.$part = self.$part;)+
                instance.attributes = fields.finish();
                instance
            }

            fn id(&self) -> &$crate::EntityId {
                &self.id
            }

            fn location(&self) -> &str {
                &self.location
            }
        }

        impl $crate::NewEntity for $new {
            type Entity = $entity;

            #[inline]
            fn from_instance(
                instance: $crate::Instance,
            ) -> ::core::result::Result<Self, $crate::FieldError> {
                $crate::typed::kind_is(&instance, $kind)?;
                let mut fields = $crate::Fields::new(instance.attributes);
                $(let ($($m,)+) = fields.row([$($m_name),+])?;)*
                $(let ($($c,)+) = fields.row([$($c_name),+])?;)*
                ::core::result::Result::Ok(Self {
                    $($($m,)+)*
                    $($($c,)+)*
                    $($given: instance.$given,)+
                    other: fields.rest(),
                })
            }

            #[inline]
            fn into_instance(self) -> $crate::Instance {
                let mut fields = $crate::FieldWriter::new(self.other);
                $(fields.put_row([$($m_name),+], ($(self.$m,)+));)*
                $(fields.put_row([$($c_name),+], ($(self.$c,)+));)*
                let mut instance = $crate::Instance::new($crate::typed::category($kind));
                $(instance.$given = self.$given;)+
                instance.attributes = fields.finish();
                instance
            }
        }

        impl $crate::Patch for $patch {
            type Entity = $entity;

            #[inline]
            fn from_attributes(
                attributes: $crate::Attributes,
            ) -> ::core::result::Result<Self, $crate::FieldError> {
                #[allow(unused_mut)]
                let mut fields = $crate::Fields::new(attributes);
                $(let ($($m,)+) = fields.row([$($m_name),+])?;)*
                ::core::result::Result::Ok(Self { $($($m,)+)* other: fields.rest() })
            }

            #[inline]
            fn into_attributes(self) -> $crate::Attributes {
                #[allow(unused_mut)]
                let mut fields = $crate::FieldWriter::new(self.other);
                $(fields.put_row([$($m_name),+], ($(self.$m,)+));)*
                fields.finish()
            }
        }
    };
}

/// What a generated enum has besides its variants, from the table of their literals.
#[doc(hidden)]
#[macro_export]
macro_rules! literals {
    ($name:ident { $($variant:ident = $literal:literal,)* }) => {
        impl $name {
            /// The literal.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $literal,)*
                    Self::Other(text) => text,
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($literal => Self::$variant,)*
                    _ => Self::Other(::std::borrow::ToOwned::to_owned(text)),
                }
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::AttributeValue for $name {
            fn from_value(
                value: $crate::Value,
            ) -> ::core::result::Result<Self, ::std::string::String> {
                $crate::typed::enum_value(value, |text| Self::from(text))
            }

            fn into_value(self) -> $crate::Value {
                $crate::Value::from(self.as_str())
            }
        }
    };
}

/// What a generated type that narrows another one has besides `new`.
#[doc(hidden)]
#[macro_export]
macro_rules! narrowed {
    ($name:ident($inner:ty)) => {
        impl ::core::convert::TryFrom<$inner> for $name {
            type Error = $crate::values::ValueFault;

            fn try_from(value: $inner) -> ::core::result::Result<Self, $crate::values::ValueFault> {
                Self::new(value)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::values::ValueFault;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::values::ValueFault> {
                Self::value_type().parse(text).map(Self)
            }
        }

        impl ::core::convert::From<$name> for $inner {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }

        impl $crate::AttributeValue for $name {
            fn from_value(
                value: $crate::Value,
            ) -> ::core::result::Result<Self, ::std::string::String> {
                $crate::typed::narrowed(value, |value: $inner| Self::new(value))
            }

            fn into_value(self) -> $crate::Value {
                $crate::AttributeValue::into_value(self.0)
            }
        }
    };
}
