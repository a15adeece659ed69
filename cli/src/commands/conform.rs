//! `occi conform`: conformance cases against a live endpoint.
