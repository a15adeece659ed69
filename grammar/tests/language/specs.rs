//! The definitions of Core and Infrastructure against the tables of GFD.221, GFD.224 and their
//! 1.1 forms.
//!
//! The expected lines are typed from the documents, not printed by the code.

use std::collections::BTreeSet;

use occi_grammar::{FileResolver, compile};
use occi_model::{CategoryRef, Model, Profile};

use crate::{
    facts::{line, transitions, versions},
    print,
};

const PROFILES: [Profile; 3] = [Profile::V1_1, Profile::V1_2, Profile::Union];

fn model(profile: Profile) -> Model {
    let mut files = FileResolver::new();
    let compiled = compile("../specs/infrastructure.occi", &mut files, profile);
    assert!(
        compiled.faults.is_empty(),
        "{profile}: {}",
        print(&compiled.faults, &compiled.sources)
    );
    compiled.model.unwrap()
}

fn attributes(model: &Model, identifier: &str) -> Vec<String> {
    let found = match model.find(identifier) {
        Some(CategoryRef::Kind(id)) => &model.kind(id).attributes,
        Some(CategoryRef::Mixin(id)) => &model.mixin(id).attributes,
        _ => panic!("no {identifier}"),
    };
    assert!(
        found
            .iter()
            .all(|attribute| attribute.description.is_some()),
        "every attribute of {identifier} is described"
    );
    found.iter().map(|attribute| line(attribute)).collect()
}

const CORE: &str = "http://schemas.ogf.org/occi/core#";
const INFRASTRUCTURE: &str = "http://schemas.ogf.org/occi/infrastructure#";

#[test]
fn categories_are_those_of_the_tables() {
    let model = model(Profile::Union);
    let kinds: Vec<String> = model
        .kinds()
        .map(|(_, kind)| {
            format!(
                "{} {:?} : {} at {}",
                kind.id,
                kind.title.as_deref().unwrap_or_default(),
                kind.parent
                    .map_or("-", |parent| model.kind(parent).id.term()),
                kind.location
                    .as_ref()
                    .map_or("-", |location| location.as_str()),
            )
        })
        .collect();
    let expected = [
        format!("{CORE}entity \"Entity\" : - at -"),
        format!("{CORE}resource \"Resource\" : entity at /resource/"),
        format!("{CORE}link \"Link\" : entity at /link/"),
        format!("{INFRASTRUCTURE}compute \"Compute Resource\" : resource at /compute/"),
        format!("{INFRASTRUCTURE}network \"Network Resource\" : resource at /network/"),
        format!("{INFRASTRUCTURE}storage \"Storage Resource\" : resource at /storage/"),
        format!(
            "{INFRASTRUCTURE}networkinterface \"NetworkInterface Link\" : link at /link/networkinterface/"
        ),
        format!("{INFRASTRUCTURE}storagelink \"StorageLink Link\" : link at /link/storagelink/"),
    ];
    assert_eq!(kinds, expected);

    let mixins: Vec<String> = model
        .mixins()
        .map(|(_, mixin)| {
            let applies: Vec<&str> = mixin
                .applies
                .iter()
                .map(|kind| model.kind(*kind).id.term())
                .collect();
            format!(
                "{} {:?} applies {} at {}{}{}{}",
                mixin
                    .id
                    .as_str()
                    .trim_start_matches("http://schemas.ogf.org/occi/"),
                mixin.title.as_deref().unwrap_or_default(),
                applies.join(", "),
                mixin
                    .location
                    .as_ref()
                    .map_or("-", |location| location.as_str()),
                if mixin.exclusive { " exclusive" } else { "" },
                if mixin.overriding { " overriding" } else { "" },
                versions(mixin.versions),
            )
        })
        .collect();
    assert_eq!(
        mixins,
        [
            "infrastructure/network#ipnetwork \"IP Networking Mixin\" applies network at /mixin/ipnetwork/",
            "infrastructure/networkinterface#ipnetworkinterface \"IP NetworkInterface Mixin\" applies networkinterface at /mixin/ipnetworkinterface/",
            "infrastructure#os_tpl \"OS Template\" applies compute at /mixin/os_tpl/ exclusive",
            "infrastructure#resource_tpl \"Resource Template\" applies resource at /mixin/resource_tpl/ exclusive overriding",
            "infrastructure/credentials#ssh_key \"Credentials Mixin\" applies compute at /mixin/ssh_key/ since 1.2",
            "infrastructure/compute#user_data \"Contextualization Mixin\" applies compute at /mixin/user_data/ since 1.2",
        ]
    );
    assert!(
        model
            .kind(model.find_kind(&format!("{CORE}entity")).unwrap())
            .is_abstract
    );
}

#[test]
fn attributes_are_those_of_the_tables() {
    let model = model(Profile::Union);
    let states = "enum {active, inactive, error since 1.2}; readonly; always; = \"inactive\"";
    let message = "string; readonly since 1.2";
    let expected: [(String, Vec<String>); 12] = [
        (
            format!("{CORE}entity"),
            vec![
                "occi.core.id: uri; readonly; always".into(),
                "occi.core.title: string".into(),
            ],
        ),
        (
            format!("{CORE}resource"),
            vec!["occi.core.summary: string".into()],
        ),
        (
            format!("{CORE}link"),
            vec![
                "occi.core.source: ref resource; always; required".into(),
                "occi.core.target: uri; always; required".into(),
                "occi.core.target.kind: uri since 1.2".into(),
                "occi.core.source.kind: uri; readonly since 1.2".into(),
            ],
        ),
        (
            format!("{INFRASTRUCTURE}compute"),
            vec![
                "occi.compute.architecture: enum {x86, x64}".into(),
                "occi.compute.cores: integer >=1".into(),
                "occi.compute.hostname: string".into(),
                "occi.compute.share: integer >=0 since 1.2".into(),
                "occi.compute.speed: float >0; GHz until 1.1".into(),
                "occi.compute.memory: float >0; GiB".into(),
                "occi.compute.state: enum {active, inactive, suspended, error since 1.2}; readonly; always; = \"inactive\"".into(),
                format!("occi.compute.state.message: {message}"),
            ],
        ),
        (
            format!("{INFRASTRUCTURE}network"),
            vec![
                "occi.network.vlan: integer >=0 <=4095".into(),
                "occi.network.label: token".into(),
                format!("occi.network.state: {states}"),
                format!("occi.network.state.message: {message}"),
            ],
        ),
        (
            "http://schemas.ogf.org/occi/infrastructure/network#ipnetwork".into(),
            vec![
                "occi.network.address: ip-prefix".into(),
                "occi.network.gateway: ip-address".into(),
                "occi.network.allocation: enum {dynamic, static}".into(),
            ],
        ),
        (
            format!("{INFRASTRUCTURE}storage"),
            vec![
                "occi.storage.size: float >0; always; required; GiB".into(),
                "occi.storage.state: enum {online, offline, backup until 1.1, snapshot until 1.1, resize until 1.1, degraded until 1.1, error since 1.2}; readonly; always; = \"offline\"".into(),
                format!("occi.storage.state.message: {message}"),
            ],
        ),
        (
            format!("{INFRASTRUCTURE}networkinterface"),
            vec![
                "occi.networkinterface.interface: string; createonly; always; = generated eth{}".into(),
                "occi.networkinterface.mac: mac; always; = generated".into(),
                format!("occi.networkinterface.state: {states}"),
                format!("occi.networkinterface.state.message: {message}"),
            ],
        ),
        (
            "http://schemas.ogf.org/occi/infrastructure/networkinterface#ipnetworkinterface".into(),
            vec![
                "occi.networkinterface.address: ip-prefix or ip-address; always".into(),
                "occi.networkinterface.gateway: ip-prefix or ip-address".into(),
                "occi.networkinterface.allocation: enum {dynamic, static}; always; = \"dynamic\"".into(),
            ],
        ),
        (
            format!("{INFRASTRUCTURE}storagelink"),
            vec![
                "occi.storagelink.deviceid: string; always; = generated disk{}".into(),
                "occi.storagelink.mountpoint: string".into(),
                format!("occi.storagelink.state: {states}"),
                format!("occi.storagelink.state.message: {message}"),
            ],
        ),
        (
            "http://schemas.ogf.org/occi/infrastructure/credentials#ssh_key".into(),
            vec!["occi.credentials.ssh.publickey: string; always; required".into()],
        ),
        (
            "http://schemas.ogf.org/occi/infrastructure/compute#user_data".into(),
            vec!["occi.compute.userdata: string; createonly; always; required".into()],
        ),
    ];
    for (identifier, lines) in expected {
        assert_eq!(attributes(&model, &identifier), lines, "{identifier}");
    }
    for template in ["os_tpl", "resource_tpl"] {
        assert!(attributes(&model, &format!("{INFRASTRUCTURE}{template}")).is_empty());
    }
}

fn actions(model: &Model) -> Vec<String> {
    model
        .actions()
        .map(|(_, action)| {
            let parameters: Vec<String> = action
                .parameters
                .iter()
                .map(|parameter| line(parameter))
                .collect();
            format!(
                "{}({})",
                action
                    .id
                    .as_str()
                    .trim_start_matches("http://schemas.ogf.org/occi/infrastructure/"),
                parameters.join(" | "),
            )
        })
        .collect()
}

#[test]
fn actions_are_those_of_the_tables() {
    let compute = [
        "compute/action#start()",
        "compute/action#stop(method: enum {graceful, acpioff, poweroff})",
        "compute/action#restart(method: enum {graceful, warm, cold})",
        "compute/action#suspend(method: enum {hibernate, suspend})",
    ];
    let save = ["compute/action#save(method: enum {hot, deferred} | name: string)"];
    let others = [
        "network/action#up()",
        "network/action#down()",
        "storage/action#online()",
        "storage/action#offline()",
    ];
    let old = [
        "storage/action#backup()",
        "storage/action#snapshot()",
        "storage/action#resize(size: float >0; required; GiB)",
    ];
    let v1_1 = [&compute[..], &others, &old].concat();
    let v1_2 = [&compute[..], &save, &others].concat();
    let union = [&compute[..], &save, &others, &old].concat();
    for (profile, expected) in PROFILES.into_iter().zip([v1_1, v1_2, union]) {
        assert_eq!(actions(&model(profile)), expected, "{profile}");
    }
}

fn machine(profile: Profile, term: &str) -> Vec<String> {
    let model = model(profile);
    let kind = model.find_kind(&format!("{INFRASTRUCTURE}{term}")).unwrap();
    let machine = model.kind(kind).states.clone().unwrap();
    transitions(&model, &machine)
}

/// The failure states came with 1.2.
fn without_failures(lines: &[&str]) -> Vec<String> {
    lines
        .iter()
        .map(|line| line.trim_end_matches(" or error").to_owned())
        .collect()
}

#[test]
fn states_are_those_of_the_diagrams() {
    let compute = [
        "initial inactive",
        "inactive start active or error",
        "inactive save inactive",
        "active stop inactive or error",
        "active suspend suspended or error",
        "active restart active or error",
        "active save active or error",
        "suspended start active or error",
    ];
    assert_eq!(machine(Profile::Union, "compute"), compute);
    assert_eq!(machine(Profile::V1_2, "compute"), compute);
    let old: Vec<&str> = compute
        .into_iter()
        .filter(|line| !line.contains("save"))
        .collect();
    assert_eq!(machine(Profile::V1_1, "compute"), without_failures(&old));

    let network = [
        "initial inactive",
        "inactive up active or error",
        "active down inactive or error",
    ];
    assert_eq!(machine(Profile::V1_2, "network"), network);
    assert_eq!(
        machine(Profile::V1_1, "network"),
        without_failures(&network)
    );

    let old_storage = [
        "initial offline",
        "offline online online",
        "online offline offline",
        "online backup online via backup",
        "online snapshot online via snapshot",
        "online resize online via resize",
        "online (degrade) degraded",
        "backup (complete) online",
        "snapshot (complete) online",
        "resize (complete) online",
        "degraded offline offline",
    ];
    assert_eq!(machine(Profile::V1_1, "storage"), old_storage);
    assert_eq!(
        machine(Profile::V1_2, "storage"),
        [
            "initial offline",
            "offline online online or error",
            "online offline offline or error",
        ]
    );
    assert_eq!(machine(Profile::Union, "storage").len(), old_storage.len());

    for link in ["networkinterface", "storagelink"] {
        let states = [
            "initial inactive",
            "inactive () active or error",
            "active () inactive or error",
        ];
        assert_eq!(machine(Profile::Union, link), states);
        assert_eq!(machine(Profile::V1_1, link), without_failures(&states));
    }
}

#[test]
fn links_have_the_ends_of_the_tables() {
    let model = model(Profile::Union);
    let ends = |term: &str| {
        let kind = model.kind(model.find_kind(&format!("{INFRASTRUCTURE}{term}")).unwrap());
        let names = |kinds: &[occi_model::KindId]| -> Vec<String> {
            kinds
                .iter()
                .map(|kind| model.kind(*kind).id.term().to_owned())
                .collect()
        };
        (names(&kind.source), names(&kind.target))
    };
    assert_eq!(
        ends("networkinterface"),
        (vec!["compute".to_owned()], vec!["network".to_owned()])
    );
    assert_eq!(
        ends("storagelink"),
        (vec!["resource".to_owned()], vec!["storage".to_owned()])
    );
}

/// D-120: the union has 12 actions, 6 mixins, 31 distinct attributes beyond those of Core.
#[test]
fn the_union_has_the_numbers_of_the_decision() {
    let counted: Vec<(usize, usize, usize)> = PROFILES
        .into_iter()
        .map(|profile| {
            let model = model(profile);
            let kinds = model.kinds().flat_map(|(_, kind)| &kind.attributes);
            let mixins = model.mixins().flat_map(|(_, mixin)| &mixin.attributes);
            let names: BTreeSet<&str> = kinds
                .chain(mixins)
                .map(|attribute| attribute.name.as_str())
                .filter(|name| !name.starts_with("occi.core."))
                .collect();
            (model.actions().len(), model.mixins().len(), names.len())
        })
        .collect();
    assert_eq!(counted, [(11, 4, 23), (9, 6, 30), (12, 6, 31)]);
}

#[test]
fn static_addresses_of_interfaces_are_demanded() {
    let model = model(Profile::Union);
    let id = "http://schemas.ogf.org/occi/infrastructure/networkinterface#ipnetworkinterface";
    let mixin = model.mixin(model.find_mixin(id).unwrap());
    assert_eq!(mixin.constraints.len(), 1);
    assert_eq!(
        mixin.constraints[0].message,
        "an interface with static allocation needs an address"
    );
}
