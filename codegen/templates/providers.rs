//! What your cloud does. This file is yours: it was written once and is never written again.
//!
//! Every method of a provider has a default that does what the definition says; override what
//! your cloud does itself.
{%- if let Some(example) = example %} For example, inside the implementation for
//! [`{{ example.entity }}`](crate::{{ module }}::{{ example.entity }}):
//!
//! ```text
//! async fn {{ example.method }}(
//!     &self,
//!     cx: &Context,
//!     {{ example.variable }}: &{{ example.entity }},
//!     action: {{ example.action }},
//! ) -> Result<{{ example.result }}, Fault> {
//!     my_hypervisor(&{{ example.variable }}.id).await?;
//!     cx.next_state()
//! }
//! ```
{%- endif %}

use occi::server::ServiceBuilder;

{{ imports }}
/// Your cloud.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cloud;
{% for provider in providers %}
impl {{ provider }} for Cloud {}
{% endfor %}
/// The service of your cloud.
#[must_use]
pub fn service() -> ServiceBuilder {
    {{ service }}
}
