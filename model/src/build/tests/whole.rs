//! The model as a whole: closures, indexes, questions about instances.

use crate::{
    build::testing::{attribute, integer, mixin, reference, sample, setting, text, with_core},
    draft::Access,
    model::{CategoryRef, MixinConflict, Model},
    value::Value,
    version::Profile,
};

const SCHEME: &str = "http://example.com/occi/gpu#";

fn kind(model: &Model, term: &str) -> crate::KindId {
    model.find_kind(&format!("{SCHEME}{term}")).unwrap()
}

fn mixin_of(model: &Model, term: &str) -> crate::MixinId {
    model.find_mixin(&format!("{SCHEME}{term}")).unwrap()
}

fn model(change: impl FnOnce(&mut crate::draft::ExtensionDraft)) -> Model {
    let mut sample = sample();
    change(&mut sample);
    let built = with_core(sample).build(Profile::Union);
    assert!(!built.faults.has_errors(), "{}", built.faults);
    built.model.unwrap()
}

#[test]
fn the_kinds_of_core_come_first_whatever_the_order_of_the_text() {
    let mut draft = with_core(sample());
    draft.extensions[0].kinds.reverse();
    let model = draft.build(Profile::Union).model.unwrap();
    let terms: Vec<&str> = model.kinds().map(|(_, kind)| kind.id.term()).collect();
    assert_eq!(
        terms,
        ["entity", "resource", "link", "gpu", "bigger", "wire"]
    );
    assert!(model.kind(model.core().entity).is_abstract);
}

#[test]
fn kinds_are_closed_over_their_ancestors() {
    let model = model(|sample| {
        sample.kinds[1].attributes = vec![
            attribute("com.example.gpu.extra", integer(1, 2)),
            attribute("com.example.gpu.memory", integer(32, 64)),
        ];
    });
    let bigger = model.kind(kind(&model, "bigger"));
    let names: Vec<&str> = bigger
        .all_attributes
        .iter()
        .map(|attribute| attribute.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "occi.core.title",
            "occi.core.summary",
            "com.example.gpu.memory",
            "com.example.gpu.vendor",
            "com.example.gpu.bought",
            "com.example.gpu.state",
            "com.example.gpu.extra",
        ]
    );
    assert_eq!(
        bigger.all_attributes[2].value_type.describe(),
        "an integer from 32 to 64"
    );
    let lineage: Vec<&str> = bigger
        .lineage
        .iter()
        .map(|&id| model.kind(id).id.term())
        .collect();
    assert_eq!(lineage, ["bigger", "gpu", "resource", "entity"]);
    let terms: Vec<&str> = bigger
        .all_actions
        .iter()
        .map(|&action| model.action(action).id.as_str())
        .collect();
    assert_eq!(
        terms,
        [
            "http://example.com/occi/gpu/gpu/action#start",
            "http://example.com/occi/gpu/gpu/action#stop"
        ]
    );
}

#[test]
fn settings_are_typed_by_what_they_set() {
    let model = model(|_| {});
    let small = model.mixin(mixin_of(&model, "small"));
    let memory = small.attribute("com.example.gpu.memory").unwrap();
    assert!(memory.is_setting);
    assert_eq!(memory.value_type.describe(), "an integer from 1 to 64");
    assert_eq!(memory.default_value(), Some(&Value::Integer(8)));
    let closure: Vec<&str> = small
        .closure
        .iter()
        .map(|&id| model.mixin(id).id.term())
        .collect();
    assert_eq!(closure, ["small", "tuned"]);
}

#[test]
fn indexes_know_every_category() {
    let model = model(|_| {});
    for (category, id) in model.categories() {
        assert_eq!(model.find(id.as_str()), Some(category));
        assert_eq!(model.id_of(category), id);
    }
    assert_eq!(model.categories().count(), 6 + 2 + 3);
    assert_eq!(
        model.at_location("/gpu/"),
        Some(CategoryRef::Kind(kind(&model, "gpu")))
    );
    assert_eq!(
        model.at_location("/mixin/tuned/"),
        Some(CategoryRef::Mixin(mixin_of(&model, "tuned")))
    );
}

#[test]
fn instances_have_what_kind_and_mixins_give_them() {
    let model = model(|sample| {
        sample.mixins[0].attributes.push({
            let mut tight = attribute("com.example.gpu.memory", integer(1, 16));
            tight.access = Access::CreateOnly;
            tight.required = true;
            tight
        });
    });
    let (gpu, small) = (kind(&model, "gpu"), mixin_of(&model, "small"));
    let bare = model.attributes_of(gpu, &[]);
    assert_eq!(bare.len(), 6);
    let dressed = model.attributes_of(gpu, &[small]);
    assert_eq!(dressed.len(), 7);
    let memory = dressed
        .iter()
        .find(|one| one.name == "com.example.gpu.memory")
        .unwrap();
    assert_eq!(memory.value_type.describe(), "an integer from 1 to 16");
    assert!(memory.required && !memory.is_setting);
    assert_eq!(memory.access, Access::CreateOnly);
    assert_eq!(memory.default_value(), Some(&Value::Integer(8)));
    let clock = dressed
        .iter()
        .find(|one| one.name == "com.example.gpu.clock")
        .unwrap();
    assert!(!clock.is_setting);
    assert_eq!(clock.default_value(), Some(&Value::Integer(200)));
    assert!(model.is_settable(gpu, &[], "com.example.gpu.memory", false));
    assert!(!model.is_settable(gpu, &[small], "com.example.gpu.memory", false));
    assert!(model.is_settable(gpu, &[small], "com.example.gpu.memory", true));
    assert!(!model.is_settable(gpu, &[small], "com.example.gpu.state", true));
    assert!(!model.is_settable(gpu, &[], "com.example.gpu.clock", true));
    assert_eq!(model.actions_of(gpu, &[small]).len(), 3);
    assert!(model.action_by_term(gpu, &[], "retune").is_none());
    assert!(model.action_by_term(gpu, &[small], "retune").is_some());
}

#[test]
fn defaults_win_in_the_order_of_d_20() {
    let model = model(|sample| {
        let template = |term: &str, on: &str, value: i64| {
            let mut template = mixin(term);
            template.depends = vec![reference(on)];
            template.settings = vec![setting("com.example.gpu.memory", value)];
            template
        };
        let mut family = mixin("family");
        family.applies = vec![reference("gpu")];
        family.overriding = true;
        family.exclusive = true;
        sample.mixins.extend([
            family,
            template("forced", "family", 1),
            template("forced2", "family", 2),
            template("plain", "small", 3),
        ]);
    });
    let gpu = kind(&model, "gpu");
    let of = |terms: &[&str]| {
        let mixins: Vec<_> = terms.iter().map(|term| mixin_of(&model, term)).collect();
        let all = model.attributes_of(gpu, &mixins);
        let memory = all
            .iter()
            .find(|one| one.name == "com.example.gpu.memory")
            .unwrap();
        memory.default_value().cloned()
    };
    assert_eq!(of(&[]), None);
    assert_eq!(of(&["small"]), Some(Value::Integer(8)));
    assert_eq!(
        of(&["plain"]),
        Some(Value::Integer(3)),
        "a mixin before what it depends on"
    );
    assert_eq!(
        of(&["plain", "small"]),
        Some(Value::Integer(8)),
        "later before earlier"
    );
    assert_eq!(
        of(&["forced", "small"]),
        Some(Value::Integer(1)),
        "overriding before all"
    );
    let forced = model.overriding_values(&[mixin_of(&model, "forced"), mixin_of(&model, "small")]);
    assert_eq!(forced.len(), 1);
    assert_eq!(forced[0].default_value(), Some(&Value::Integer(1)));
}

#[test]
fn mixins_that_cannot_be_together() {
    let model = model(|sample| {
        let mut family = mixin("family");
        family.exclusive = true;
        let member = |term: &str| {
            let mut member = mixin(term);
            member.depends = vec![reference("family")];
            member
        };
        let mut clash = mixin("clash");
        clash.applies = vec![reference("gpu")];
        clash.attributes = vec![attribute(
            "com.example.gpu.clock",
            crate::build::testing::string(),
        )];
        let mut echo = mixin("echo");
        echo.applies = vec![reference("gpu")];
        echo.actions = vec![crate::build::testing::action("retune")];
        sample
            .mixins
            .extend([family, member("one"), member("two"), clash, echo]);
        sample.mixins[0].location = Some(text("/mixin/other/"));
    });
    let gpu = kind(&model, "gpu");
    let check = |kind, terms: &[&str]| {
        let mixins: Vec<_> = terms.iter().map(|term| mixin_of(&model, term)).collect();
        model.check_mixins(kind, &mixins)
    };
    assert_eq!(check(gpu, &["one", "small"]), Ok(()));
    assert_eq!(check(gpu, &["one", "family"]), Ok(()));
    assert!(matches!(
        check(gpu, &["one", "two"]),
        Err(MixinConflict::Exclusive { .. })
    ));
    assert!(matches!(
        check(gpu, &["tuned", "clash"]),
        Err(MixinConflict::Attribute { .. })
    ));
    assert!(matches!(
        check(gpu, &["small", "echo"]),
        Err(MixinConflict::Action { .. })
    ));
    let wire = kind(&model, "wire");
    assert!(matches!(
        check(wire, &["tuned"]),
        Err(MixinConflict::NotApplicable { .. })
    ));
}

#[test]
fn kinds_below_and_kinds_with_instances() {
    let model = model(|_| {});
    let terms = |ids: Vec<crate::KindId>| -> Vec<String> {
        ids.into_iter()
            .map(|id| model.kind(id).id.term().to_owned())
            .collect()
    };
    assert_eq!(
        terms(model.kinds_below(model.core().resource).collect()),
        ["resource", "gpu", "bigger"]
    );
    assert_eq!(
        terms(model.instantiable_kinds().map(|(id, _)| id).collect()),
        ["resource", "link", "gpu", "bigger", "wire"]
    );
    let gpu = kind(&model, "bigger");
    assert_eq!(model.mixins_for(gpu).count(), 2);
    // `small` has no `applies` of its own, and `applies` is not inherited (D-10).
    assert_eq!(model.mixins_for(model.core().link).count(), 1);
}

/// A thousand errors are told; up to then warnings do not take their place, beyond nothing more is
/// looked at.
#[test]
fn endless_faults_are_cut_off() {
    let faults = |same: usize| {
        let mut draft = with_core(sample());
        let extension = draft.extensions.last_mut().unwrap();
        let kind = || crate::build::testing::kind("same", "gpu");
        extension
            .kinds
            .extend(std::iter::repeat_with(kind).take(same));
        for at in 0..1500 {
            let name = format!("size{at}");
            let attribute = attribute(&name, crate::build::testing::string());
            extension.kinds[0].attributes.push(attribute);
        }
        let built = draft.build(Profile::Union);
        assert!(built.model.is_none());
        let errors = built.faults.iter().filter(|fault| fault.is_error()).count();
        assert_eq!(errors, 1000);
        let notes = built.faults.iter().flat_map(|fault| &fault.notes);
        let told = notes
            .filter(|note| note.contains("which are not told"))
            .count();
        (built.faults.len() - errors, told)
    };
    // The first of them is none.
    assert_eq!(faults(1001), (1500, 0));
    assert_eq!(faults(1002), (0, 1));
}
