//! M020 to M025, and ends of links.

use crate::{
    build::testing::{
        accepted, attribute, kind, reference, refused, sample, string, text, with_core,
    },
    codes,
    version::Profile,
};

#[test]
fn m020_kind_without_parent() {
    refused(codes::M020, |sample| {
        let mut orphan = kind("orphan", "none");
        orphan.parent = None;
        sample.kinds.push(orphan);
        sample.kinds[3].term.origin
    });
}

#[test]
fn m020_leaves_the_children_in_peace() {
    refused(codes::M020, |sample| {
        let mut orphan = kind("orphan", "none");
        orphan.parent = None;
        let mut child = kind("child", "orphan");
        child.source = vec![reference("gpu")];
        child.attributes = vec![attribute("com.example.gpu.x", string())];
        sample.kinds.extend([orphan, child]);
        sample.kinds[3].term.origin
    });
}

#[test]
fn m021_unknown_parent() {
    refused(codes::M021, |sample| {
        sample.kinds[1].parent = Some(reference("gup"));
        sample.kinds[1].parent.as_ref().unwrap().origin
    });
}

#[test]
fn m021_unknown_parent_is_said_once() {
    let mut sample = sample();
    for number in 0..3 {
        sample.kinds.push(kind(&format!("k{number}"), "nowhere"));
    }
    let places: Vec<_> = sample.kinds[3..]
        .iter()
        .map(|kind| kind.parent.as_ref().unwrap().origin)
        .collect();
    let faults = with_core(sample).build(Profile::Union).faults.into_vec();
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].origin, places[0]);
    let further: Vec<_> = faults[0].labels.iter().map(|label| label.origin).collect();
    assert_eq!(further, places[1..]);
}

#[test]
fn m021_circles() {
    for length in 1..5 {
        refused(codes::M021, |sample| {
            for number in 0..length {
                let parent = format!("c{}", (number + 1) % length);
                sample.kinds.push(kind(&format!("c{number}"), &parent));
            }
            sample.kinds.push(kind("below", "c0"));
            sample.kinds[3].parent.as_ref().unwrap().origin
        });
    }
}

#[test]
fn m021_entity_with_a_parent() {
    let mut core = crate::build::testing::core();
    core.kinds[0].parent = Some(reference("resource"));
    let origin = core.kinds[0].parent.as_ref().unwrap().origin;
    let built = crate::draft::Draft {
        extensions: vec![core],
        configurations: Vec::new(),
    }
    .build(Profile::Union);
    let found: Vec<_> = built
        .faults
        .iter()
        .map(|fault| (fault.code, fault.origin))
        .collect();
    assert_eq!(found, [(codes::M021, origin)]);
}

#[test]
fn m022_kind_below_entity() {
    refused(codes::M022, |sample| {
        sample.kinds[0].parent = Some(reference("core.entity"));
        sample.kinds[2].source.clear();
        sample.kinds[0].parent.as_ref().unwrap().origin
    });
}

#[test]
fn m023_location_of_an_abstract_kind() {
    refused(codes::M023, |sample| {
        sample.kinds[0].is_abstract = true;
        sample.kinds[0].location.as_ref().unwrap().origin
    });
}

#[test]
fn m024_location_twice() {
    refused(codes::M024, |sample| {
        sample.mixins[0].location = Some(text("/gpu/"));
        sample.mixins[0].location.as_ref().unwrap().origin
    });
}

#[test]
fn m024_paths_of_the_protocol() {
    for path in ["/-/", "/", "/.well-known/org/ogf/occi/-/"] {
        refused(codes::M024, |sample| {
            sample.kinds[1].location = Some(text(path));
            sample.kinds[1].location.as_ref().unwrap().origin
        });
    }
}

#[test]
fn m025_location_without_slashes() {
    for path in ["bigger/", "/bigger"] {
        refused(codes::M025, |sample| {
            sample.kinds[1].location = Some(text(path));
            sample.kinds[1].location.as_ref().unwrap().origin
        });
    }
}

#[test]
fn m025_reads_a_location_with_its_first_slash() {
    let mut sample = sample();
    sample.kinds[1].location = Some(text("bigger/"));
    let model = with_core(sample).build(Profile::Union).model.unwrap();
    assert!(model.at_location("/bigger/").is_some());
}

#[test]
fn e0217_malformed_location() {
    for path in ["/a b/", "/a/../b/", "/a?b/"] {
        refused(codes::E0217, |sample| {
            sample.kinds[1].location = Some(text(path));
            sample.kinds[1].location.as_ref().unwrap().origin
        });
    }
}

/// Read with its first slash, the empty path is that of the protocol.
#[test]
fn m024_empty_location() {
    let mut sample = sample();
    sample.kinds[1].location = Some(text(""));
    let built = with_core(sample).build(Profile::Union);
    let found: Vec<_> = built.faults.iter().map(|fault| fault.code).collect();
    assert_eq!(found, [codes::M025, codes::M024], "{}", built.faults);
    assert!(built.model.is_none());
}

#[test]
fn e0222_ends_belong_to_links_and_are_resources() {
    refused(codes::E0222, |sample| {
        sample.kinds[1].source = vec![reference("gpu")];
        sample.kinds[1].source[0].origin
    });
    refused(codes::E0222, |sample| {
        sample.kinds[2].target = vec![reference("gpu"), reference("wire")];
        sample.kinds[2].target[1].origin
    });
    refused(codes::E0204, |sample| {
        sample.kinds[2].target = vec![reference("nowhere")];
        sample.kinds[2].target[0].origin
    });
}

#[test]
fn e0221_endless_chains() {
    let chain = |length: usize| {
        move |sample: &mut crate::draft::ExtensionDraft| {
            // Children before parents, so that the depth is not found by reading in order.
            for number in (0..length).rev() {
                let parent = match number {
                    0 => "gpu".to_owned(),
                    _ => format!("c{}", number - 1),
                };
                sample.kinds.push(kind(&format!("c{number}"), &parent));
            }
        }
    };
    accepted(chain(50));
    let mut broken = sample();
    chain(200)(&mut broken);
    let faults = with_core(broken).build(Profile::Union).faults;
    assert!(faults.iter().all(|fault| fault.code == codes::E0221) && !faults.is_empty());
}
