//! Types of attribute values that the standard library lacks.
//!
//! Each holds a text that [`ValueType::check`] accepts, and gives it back letter by letter.

use std::{fmt, net::IpAddr, str::FromStr};

pub use occi_model::types::{FaultClass, ValueFault};
use occi_model::{Value, ValueType};

use crate::{
    EntityId,
    typed::{AttributeValue, Entity, parsed_value},
};

macro_rules! text_type {
    ($(#[$meta:meta])* $name:ident, $value_type:expr) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            const TYPE: ValueType = $value_type;

            /// Checks the text.
            ///
            /// # Errors
            ///
            /// When the text does not have the form of this type.
            pub fn new(text: impl Into<String>) -> Result<Self, ValueFault> {
                match Self::TYPE.check(Value::String(text.into()))? {
                    Value::String(text) => Ok(Self(text)),
                    other => Err(ValueFault {
                        found: other.to_string(),
                        expected: Self::TYPE.describe(),
                        class: FaultClass::Type,
                    }),
                }
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = ValueFault;

            fn from_str(text: &str) -> Result<Self, ValueFault> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = ValueFault;

            fn try_from(text: &str) -> Result<Self, ValueFault> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = ValueFault;

            fn try_from(text: String) -> Result<Self, ValueFault> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl AttributeValue for $name {
            fn from_value(value: Value) -> Result<Self, String> {
                parsed_value(value, &Self::TYPE.describe(), Self::new)
            }

            fn into_value(self) -> Value {
                Value::String(self.0)
            }
        }
    };
}

text_type! {
    /// A URI reference (RFC 3986).
    Uri, ValueType::Uri
}

text_type! {
    /// An address with a prefix length, which may be left out (D-36); host bits may be set.
    IpPrefix, ValueType::IpPrefix { optional_length: true }
}

text_type! {
    /// A network in CIDR notation; the host bits are zero.
    IpNetwork, ValueType::IpNetwork
}

text_type! {
    /// Six pairs of hexadecimal digits joined by `:`. Compared letter by letter; to compare
    /// addresses take the [`octets`](Self::octets).
    MacAddress, ValueType::Mac
}

text_type! {
    /// A token (RFC 7230 3.2.6): no blanks, no separators.
    Token, ValueType::Token
}

text_type! {
    /// A point in time (RFC 3339), or a day. Compared letter by letter: the same instant can be written in
    /// several ways.
    DateTime, ValueType::DateTime
}

text_type! {
    /// A span of time (ISO 8601): `PT1H30M`.
    Duration, ValueType::Duration
}

text_type! {
    /// A reference to an entity: its location (an absolute path or a URL), or its id (D-18).
    EntityRef, ValueType::Ref(None)
}

/// Address and prefix length of a checked text.
fn address_and_length(text: &str) -> (IpAddr, Option<u8>) {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, length.parse().ok()),
        None => (text, None),
    };
    // The text was checked, so the address parses; the fall-back is never taken.
    let address = address
        .parse()
        .unwrap_or(IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED));
    (address, length)
}

impl IpPrefix {
    /// The address.
    #[must_use]
    pub fn address(&self) -> IpAddr {
        address_and_length(&self.0).0
    }

    /// The prefix length in bits: 0 to 32 (IPv4) or 128 (IPv6).
    #[must_use]
    pub fn length(&self) -> Option<u8> {
        address_and_length(&self.0).1
    }
}

impl From<IpAddr> for IpPrefix {
    fn from(address: IpAddr) -> Self {
        Self(address.to_string())
    }
}

impl IpNetwork {
    /// The lowest address of the network.
    #[must_use]
    pub fn address(&self) -> IpAddr {
        address_and_length(&self.0).0
    }

    /// The prefix length in bits: 0 to 32 (IPv4) or 128 (IPv6).
    #[must_use]
    pub fn length(&self) -> u8 {
        address_and_length(&self.0).1.unwrap_or_default()
    }
}

impl From<IpNetwork> for IpPrefix {
    fn from(network: IpNetwork) -> Self {
        Self(network.0)
    }
}

impl MacAddress {
    /// The six octets.
    #[must_use]
    pub fn octets(&self) -> [u8; 6] {
        let mut octets = [0; 6];
        for (octet, digits) in octets.iter_mut().zip(self.0.split(':')) {
            // The text was checked, so the digits parse.
            *octet = u8::from_str_radix(digits, 16).unwrap_or_default();
        }
        octets
    }
}

impl From<[u8; 6]> for MacAddress {
    fn from([a, b, c, d, e, f]: [u8; 6]) -> Self {
        Self(format!("{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{f:02x}"))
    }
}

impl From<&EntityId> for EntityRef {
    /// An id is a URI (GFD.221 5.4); a peer's ill-formed one is passed on as it is.
    fn from(id: &EntityId) -> Self {
        Self(id.as_str().to_owned())
    }
}

impl<E: Entity> From<&E> for EntityRef {
    /// The location, or the id of an entity whose location is not known.
    fn from(entity: &E) -> Self {
        match entity.location() {
            "" => Self::from(entity.id()),
            location => Self(location.to_owned()),
        }
    }
}

impl PartialEq<str> for EntityRef {
    fn eq(&self, other: &str) -> bool {
        self.0 == *other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ill_formed_texts_are_refused_with_what_was_expected() {
        let fault = "10.0.0.1/33".parse::<IpPrefix>().unwrap_err();
        assert_eq!(
            fault.expected,
            ValueType::IpPrefix {
                optional_length: true
            }
            .describe()
        );
        assert!("10.0.0.1/8".parse::<IpNetwork>().is_err());
        assert!("02:00:5e:10:00".parse::<MacAddress>().is_err());
        assert!("a b".parse::<Token>().is_err());
        assert!("2026-02-30T00:00:00Z".parse::<DateTime>().is_err());
        assert!("1 hour".parse::<Duration>().is_err());
        assert!("a b".parse::<Uri>().is_err());
        assert!("/compute/1 ".parse::<EntityRef>().is_err());
    }

    #[test]
    fn texts_come_back_letter_by_letter() {
        let text = "2026-11-21T19:00:00+01:00";
        let time: DateTime = text.parse().unwrap();
        assert_eq!(time.to_string(), text);
        assert_eq!(time.clone().into_value(), Value::from(text));
        assert_eq!(DateTime::from_value(Value::from(text)), Ok(time));
    }

    #[test]
    fn addresses_and_lengths_are_read() {
        let prefix: IpPrefix = "10.1.2.3/24".parse().unwrap();
        assert_eq!(prefix.address().to_string(), "10.1.2.3");
        assert_eq!(prefix.length(), Some(24));
        let bare: IpPrefix = "2001:db8::1".parse().unwrap();
        assert_eq!(bare.length(), None);
        let network: IpNetwork = "2001:db8::/32".parse().unwrap();
        assert_eq!(
            (network.address().to_string().as_str(), network.length()),
            ("2001:db8::", 32)
        );
    }

    #[test]
    fn octets_are_written_and_read() {
        let octets = [2, 0, 0x5e, 0x10, 0, 0xff];
        let mac = MacAddress::from(octets);
        assert_eq!(mac.as_str(), "02:00:5e:10:00:ff");
        assert_eq!(MacAddress::new(mac.as_str()).unwrap().octets(), octets);
    }
}
