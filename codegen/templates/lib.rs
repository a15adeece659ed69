//! {{ title }}.
//!
//! Generated from an OCCI definition: edit the definition and generate again.
{%- if server %} What your cloud does
//! when it is asked to, belongs in [`providers`].
{%- endif %}

#![warn(clippy::all, clippy::pedantic, missing_docs)]
#![forbid(unsafe_code)]
#![allow(
    // Texts and names come from the definition.
    clippy::doc_markdown,
    clippy::enum_variant_names,
    clippy::many_single_char_names,
    clippy::similar_names,
    clippy::struct_field_names,
    // So do the numbers of attributes.
    clippy::struct_excessive_bools,
    clippy::too_many_lines
)]
{% for module in modules %}
pub mod {{ module }};
{%- endfor %}
{%- if server %}
pub mod providers;
{%- endif %}
