//! Mixin `ipnetwork`.

/// IP Networking Mixin.
///
/// L3 and L4 capabilities of a network.
///
/// * Mixin: `http://schemas.ogf.org/occi/infrastructure/network#ipnetwork`
/// * Applies to: `http://schemas.ogf.org/occi/infrastructure#network`
/// * Location: `/mixin/ipnetwork/`
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Ipnetwork {
    /// Address range of the network, IPv4 or IPv6, in CIDR notation.
    ///
    /// * Attribute: `occi.network.address`
    /// * Type: an address with its prefix length, such as `192.168.0.1/24`
    /// * Access: mutable
    pub address: Option<::occi::values::IpPrefix>,
    /// Address of the gateway.
    ///
    /// * Attribute: `occi.network.gateway`
    /// * Type: an IPv4 or IPv6 address
    /// * Access: mutable
    pub gateway: Option<::std::net::IpAddr>,
    /// How addresses are assigned.
    ///
    /// * Attribute: `occi.network.allocation`
    /// * Type: one of `dynamic`, `static`
    /// * Access: mutable
    pub allocation: Option<super::Allocation>,
}

impl Ipnetwork {
    /// Sets `occi.network.address`: Address range of the network, IPv4 or IPv6, in CIDR notation.
    ///
    /// # Errors
    ///
    /// When the value is not an address with its prefix length, such as `192.168.0.1/24`.
    pub fn address(
        mut self,
        address: impl Into<::occi::values::IpPrefix>,
    ) -> Result<Self, ::occi::FieldError> {
        let address = Self::checked("occi.network.address", address.into())?;
        self.address = Some(address);
        Ok(self)
    }

    /// Sets `occi.network.gateway`: Address of the gateway.
    #[must_use]
    pub fn gateway(mut self, gateway: impl Into<::std::net::IpAddr>) -> Self {
        self.gateway = Some(gateway.into());
        self
    }

    /// Sets `occi.network.allocation`: How addresses are assigned.
    #[must_use]
    pub fn allocation(mut self, allocation: impl Into<super::Allocation>) -> Self {
        self.allocation = Some(allocation.into());
        self
    }

    fn checked<T: ::occi::AttributeValue>(name: &str, value: T) -> Result<T, ::occi::FieldError> {
        ::occi::typed::checked(super::model(), <Self as ::occi::Mixin>::MIXIN, name, value)
    }
}

impl ::occi::Mixin for Ipnetwork {
    const MIXIN: &'static str = "http://schemas.ogf.org/occi/infrastructure/network#ipnetwork";

    fn from_fields(fields: &mut ::occi::Fields) -> Result<Self, ::occi::FieldError> {
        Ok(Self {
            address: fields.optional("occi.network.address")?,
            gateway: fields.optional("occi.network.gateway")?,
            allocation: fields.optional("occi.network.allocation")?,
        })
    }

    fn write(self, fields: &mut ::occi::FieldWriter) {
        fields.put_optional("occi.network.address", self.address);
        fields.put_optional("occi.network.gateway", self.gateway);
        fields.put_optional("occi.network.allocation", self.allocation);
    }
}

impl ::occi::AppliesTo<super::Network> for Ipnetwork {}
