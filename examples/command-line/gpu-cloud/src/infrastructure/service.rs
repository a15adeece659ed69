//! The service: who does the work for each kind.

/// Every provider of the extension, doing what the definition says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Defaults;

impl super::ComputeProvider for Defaults {}

impl super::NetworkProvider for Defaults {}

impl super::StorageProvider for Defaults {}

impl super::NetworkinterfaceProvider for Defaults {}

impl super::StoragelinkProvider for Defaults {}

/// Who does the work for the instances of each kind.
///
/// Without any provider this is a whole service that does what the definition says.
#[must_use = "nothing is served before `service`"]
pub struct Providers {
    builder: ::occi::server::ServiceBuilder,
}

impl Default for Providers {
    fn default() -> Self {
        Self::new()
    }
}

impl Providers {
    /// No provider yet.
    pub fn new() -> Self {
        Self {
            builder: ::occi::server::Service::builder(super::model().clone()),
        }
    }

    /// Who does the work for: Compute Resource.
    pub fn compute(mut self, provider: impl super::ComputeProvider) -> Self {
        let kind = <super::Compute as ::occi::Entity>::KIND;
        let handler = super::ComputeHandler(provider);
        self.builder = self.builder.handler(kind, handler);
        self
    }

    /// Who does the work for: Network Resource.
    pub fn network(mut self, provider: impl super::NetworkProvider) -> Self {
        let kind = <super::Network as ::occi::Entity>::KIND;
        let handler = super::NetworkHandler(provider);
        self.builder = self.builder.handler(kind, handler);
        self
    }

    /// Who does the work for: Storage Resource.
    pub fn storage(mut self, provider: impl super::StorageProvider) -> Self {
        let kind = <super::Storage as ::occi::Entity>::KIND;
        let handler = super::StorageHandler(provider);
        self.builder = self.builder.handler(kind, handler);
        self
    }

    /// Who does the work for: NetworkInterface Link.
    pub fn networkinterface(mut self, provider: impl super::NetworkinterfaceProvider) -> Self {
        let kind = <super::Networkinterface as ::occi::Entity>::KIND;
        let handler = super::NetworkinterfaceHandler(provider);
        self.builder = self.builder.handler(kind, handler);
        self
    }

    /// Who does the work for: StorageLink Link.
    pub fn storagelink(mut self, provider: impl super::StoragelinkProvider) -> Self {
        let kind = <super::Storagelink as ::occi::Entity>::KIND;
        let handler = super::StoragelinkHandler(provider);
        self.builder = self.builder.handler(kind, handler);
        self
    }

    /// Who does the work that comes with the mixin `M`.
    pub fn mixin<M: ::occi::Mixin + Send + 'static>(
        mut self,
        provider: impl ::occi::server::MixinProvider<M>,
    ) -> Self {
        self.builder = self.builder.mixin_provider(provider);
        self
    }

    /// Who does the work of the action `A`, in place of the kind's provider.
    pub fn action<A: ::occi::Action>(
        mut self,
        provider: impl ::occi::server::ActionProvider<A>,
    ) -> Self {
        self.builder = self.builder.action_provider(provider);
        self
    }

    /// The service, to be given a store and the like before it is built.
    #[must_use]
    pub fn service(self) -> ::occi::server::ServiceBuilder {
        self.builder
    }
}
