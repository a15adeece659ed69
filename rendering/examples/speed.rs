//! Speed on the wire path: `cargo run --release -p occi-rendering --example speed`
//!
//! Prints and judges nothing. The best of many rounds is taken, since other work on the machine
//! only ever adds time. Targets: a compute written in 2.5 us, text read at 300 MB/s.

#![expect(
    clippy::unwrap_used,
    reason = "the names and values are fixed and well-formed"
)]

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use occi_model::{AttributeName, CategoryId, Value};
use occi_rendering::{
    ActionView, EntityView, LinkView, MediaType, Mode, Payload, read_entities, write_entity,
};

fn best(mut round: impl FnMut()) -> Duration {
    const CALLS: u32 = 200;
    (0..400)
        .map(|_| {
            let started = Instant::now();
            for _ in 0..CALLS {
                round();
            }
            started.elapsed() / CALLS
        })
        .min()
        .unwrap_or_default()
}

fn main() {
    let id = |text: &str| CategoryId::parse(text).unwrap();
    let infrastructure = |term: &str| {
        id(&format!(
            "http://schemas.ogf.org/occi/infrastructure#{term}"
        ))
    };
    let attributes = |list: Vec<(&str, Value)>| -> Vec<(AttributeName, Value)> {
        list.into_iter()
            .map(|(name, value)| (AttributeName::new(name).unwrap(), value))
            .collect()
    };
    let own = attributes(vec![
        (
            "occi.core.id",
            "urn:uuid:6f1e7a52-6c58-4f6d-9b5a-0d6c1f5a9e11".into(),
        ),
        ("occi.core.title", "web server, \"blue\"".into()),
        ("occi.core.summary", "answers requests of the shop".into()),
        ("occi.compute.architecture", "x64".into()),
        ("occi.compute.cores", 4.into()),
        ("occi.compute.hostname", "web1.example.org".into()),
        ("occi.compute.memory", 8.5.into()),
        ("occi.compute.state", "active".into()),
    ]);
    let link = attributes(vec![
        (
            "occi.core.id",
            "urn:uuid:0f1e7a52-6c58-4f6d-9b5a-0d6c1f5a9e11".into(),
        ),
        ("occi.core.source", "/compute/6f1e7a52".into()),
        ("occi.core.target", "/network/n7".into()),
        ("occi.networkinterface.interface", "eth0".into()),
        ("occi.networkinterface.mac", "02:00:5e:10:00:01".into()),
        ("occi.networkinterface.state", "active".into()),
    ]);
    let (compute, network, nic, tpl) = (
        infrastructure("compute"),
        infrastructure("network"),
        infrastructure("networkinterface"),
        id("http://example.org/tpl#small"),
    );
    let actions = ["stop", "restart", "suspend"].map(|term| {
        id(&format!(
            "http://schemas.ogf.org/occi/infrastructure/compute/action#{term}"
        ))
    });
    let view = || EntityView {
        location: "/compute/6f1e7a52",
        kind: &compute,
        mixins: vec![&tpl],
        attributes: own.iter().map(|(n, v)| (n, v)).collect(),
        is_link: false,
        links: vec![LinkView {
            location: "/networkinterface/0f1e7a52",
            kind: &nic,
            mixins: Vec::new(),
            attributes: link.iter().map(|(n, v)| (n, v)).collect(),
            target_categories: vec![&network],
            actions: Vec::new(),
        }],
        actions: actions.iter().map(|id| ActionView { id }).collect(),
    };
    for media in [
        MediaType::TextPlain,
        MediaType::TextOcci,
        MediaType::OcciJson,
    ] {
        let written = best(|| {
            black_box(write_entity(media, black_box(&view())).unwrap());
        });
        let rendered = write_entity(media, &view()).unwrap();
        let bytes =
            rendered.body.len() + rendered.headers.iter().map(|(_, v)| v.len()).sum::<usize>();
        let payload = Payload {
            media,
            headers: rendered.headers.iter().map(|(n, v)| (*n, &v[..])).collect(),
            body: &rendered.body,
        };
        let read = best(|| {
            black_box(read_entities(black_box(&payload), Mode::Lenient).unwrap());
        });
        let rate = bytes as f64 / read.as_secs_f64() / 1e6;
        println!(
            "{media:?}: {bytes} bytes, written in {written:?}, read in {read:?} ({rate:.0} MB/s)"
        );
    }
}
