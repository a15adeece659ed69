//! The exchange that the demonstration shows: each message as it went over the wire.

use occi_conformance::{
    Http, Transport,
    transport::{Request, Response},
};

use crate::{exit::Failure, output::outln};

/// Creates a compute in the text rendering, reads it in JSON, starts and stops it, deletes it.
pub(super) async fn life_of_a_compute(url: &str) -> Result<(), Failure> {
    let endpoint = Http::new(url).map_err(Failure::internal)?;

    let created = show(
        &endpoint,
        Request::new("POST", "/compute/")
            .with_header("Content-Type", "text/plain")
            .with_header("Accept", "text/plain"),
        "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\n\
         X-OCCI-Attribute: occi.core.title=\"first\"\r\n\
         X-OCCI-Attribute: occi.compute.cores=2\r\n\
         X-OCCI-Attribute: occi.compute.memory=4.0\r\n",
    )
    .await?;
    let location = created
        .header("location")
        .and_then(|location| location.strip_prefix(endpoint.base()))
        .ok_or_else(|| Failure::internal("the server named no location of its own"))?
        .to_owned();

    show(
        &endpoint,
        Request::new("GET", &location).with_header("Accept", "application/occi+json"),
        "",
    )
    .await?;

    for (action, parameters) in [
        ("start", ""),
        ("stop", ", \"attributes\": {\"method\": \"graceful\"}"),
    ] {
        show(
            &endpoint,
            Request::new("POST", format!("{location}?action={action}"))
                .with_header("Content-Type", "application/occi+json")
                .with_header("Accept", "text/plain"),
            &format!(
                "{{\"action\": \"http://schemas.ogf.org/occi/infrastructure/compute/action#{action}\"{parameters}}}"
            ),
        )
        .await?;
    }

    show(&endpoint, Request::new("DELETE", &location), "").await?;
    Ok(())
}

/// Sends a request, prints both messages, and insists on success.
async fn show(endpoint: &Http, mut request: Request, body: &str) -> Result<Response, Failure> {
    request.body = body.to_owned().into();
    outln!("> {} {}", request.method, request.target);
    for (name, value) in &request.headers {
        outln!("> {name}: {}", String::from_utf8_lossy(value));
    }
    lines('>', body);
    let response = endpoint.send(request).await.map_err(Failure::world)?;
    outln!("< {}", response.status);
    for name in ["server", "location", "content-type"] {
        if let Some(value) = response.header(name) {
            outln!("< {name}: {value}");
        }
    }
    lines('<', &String::from_utf8_lossy(&response.body));
    outln!();
    if response.is_success() {
        Ok(response)
    } else {
        Err(Failure::internal(format!(
            "the server answered {} where success was due",
            response.status
        )))
    }
}

fn lines(mark: char, body: &str) {
    if !body.is_empty() {
        outln!("{mark}");
        for line in body.lines() {
            outln!("{mark} {line}");
        }
    }
}
