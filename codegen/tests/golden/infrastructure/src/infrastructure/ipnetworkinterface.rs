//! Mixin `ipnetworkinterface`.

/// IP NetworkInterface Mixin.
///
/// L3 and L4 capabilities of a network interface.
///
/// * Mixin: `http://schemas.ogf.org/occi/infrastructure/networkinterface#ipnetworkinterface`
/// * Applies to: `http://schemas.ogf.org/occi/infrastructure#networkinterface`
/// * Location: `/mixin/ipnetworkinterface/`
/// * Holds: an interface with static allocation needs an address
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Ipnetworkinterface {
    /// Address of the interface, IPv4 or IPv6; a prefix length may follow.
    ///
    /// * Attribute: `occi.networkinterface.address`
    /// * Type: an address, such as `192.168.0.1` or `192.168.0.1/24`
    /// * Access: mutable
    pub address: Option<::occi::values::IpPrefix>,
    /// Address of the gateway; a prefix length may follow.
    ///
    /// * Attribute: `occi.networkinterface.gateway`
    /// * Type: an address, such as `192.168.0.1` or `192.168.0.1/24`
    /// * Access: mutable
    pub gateway: Option<::occi::values::IpPrefix>,
    /// How the address is assigned.
    ///
    /// * Attribute: `occi.networkinterface.allocation`
    /// * Type: one of `dynamic`, `static`
    /// * Default: `dynamic`
    /// * Access: mutable
    pub allocation: Option<super::Allocation>,
}

impl ::occi::Mixin for Ipnetworkinterface {
    const MIXIN: &'static str =
        "http://schemas.ogf.org/occi/infrastructure/networkinterface#ipnetworkinterface";

    fn from_fields(fields: &mut ::occi::Fields) -> Result<Self, ::occi::FieldError> {
        Ok(Self {
            address: fields.optional("occi.networkinterface.address")?,
            gateway: fields.optional("occi.networkinterface.gateway")?,
            allocation: fields.optional("occi.networkinterface.allocation")?,
        })
    }

    fn write(self, fields: &mut ::occi::FieldWriter) {
        fields.put_optional("occi.networkinterface.address", self.address);
        fields.put_optional("occi.networkinterface.gateway", self.gateway);
        fields.put_optional("occi.networkinterface.allocation", self.allocation);
    }
}

impl ::occi::AppliesTo<super::Networkinterface> for Ipnetworkinterface {}
