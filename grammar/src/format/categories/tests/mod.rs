//! What is written and read again differs in nothing that the writer does not list.

mod facts;

use occi_model::{
    Access, Located, Model, Profile, Value, VersionRange,
    draft::{
        ActionDraft, AttributeDraft, Draft, ExtensionDraft, KindDraft, MixinDraft, Reference,
        SettingDraft, TypeDraft, UseDraft,
    },
    model::ExtensionId,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use self::facts::{facts, untold};
use crate::{
    Compiled, MemoryResolver, builtin, compile, diagnostic,
    format::{Format, Subject, Written},
    load,
    write::tests::models::attributes,
};

fn write(format: Format, model: &Model, extensions: &[ExtensionId]) -> Written {
    let subject = Subject {
        model,
        extensions,
        configurations: &[],
    };
    format.writer().unwrap()(&subject)
}

fn read(text: &str) -> Compiled {
    let mut resolver = MemoryResolver::new().with("listing", text);
    compile("listing", &mut resolver, Profile::Union)
}

/// What differs untold after writing and reading; the faults where nothing can be read.
fn difference(format: Format, model: &Model, extensions: &[ExtensionId]) -> Result<(), String> {
    let written = write(format, model, extensions);
    let [file] = &*written.files else {
        return Err(format!("{} files", written.files.len()));
    };
    let back = read(&file.text);
    let Some(found) = &back.model else {
        let shown = diagnostic::one_line(&back.faults, &back.sources, usize::MAX);
        return Err(format!("{shown}\n{}", file.text));
    };
    let (before, after) = (facts(model, extensions), facts(found, &back.entries));
    let untold = untold(&before, &after, &written.losses);
    if untold.is_empty() {
        Ok(())
    } else {
        Err(format!("{untold:#?}\n{}", file.text))
    }
}

#[test]
fn shipped_definitions_come_back_whole() {
    for known in builtin::ALL {
        let mut resolver = MemoryResolver::new().with(known.name, known.text);
        let compiled = compile(known.name, &mut resolver, Profile::Union);
        let model = compiled.model.unwrap();
        for format in [Format::Text, Format::Json] {
            let written = write(format, &model, &compiled.entries);
            assert!(
                !written.losses.is_empty() || known.name == "core",
                "{} in {format}",
                known.name
            );
            // The listing agrees with the definition, so that this is what it is read as.
            let back = read(&written.files[0].text);
            assert!(back.faults.is_empty(), "{}: {}", known.name, back.faults);
            assert_eq!(
                back.model.as_ref(),
                Some(&model),
                "{} in {format}",
                known.name
            );
        }
    }
}

fn at<T>(value: T) -> Located<T> {
    Located::nowhere(value)
}

fn identifier(text: &str) -> Located<Reference> {
    at(Reference::Identifier(text.to_owned()))
}

fn title() -> impl Strategy<Value = Option<String>> {
    option::of("[ -~é\"\\\\]{0,9}|a\tb|a\nb")
}

fn kind(term: &str, parent: &str, attributes: Vec<AttributeDraft>) -> KindDraft {
    KindDraft {
        term: at(term.to_owned()),
        scheme: None,
        title: None,
        description: None,
        parent: Some(identifier(parent)),
        is_abstract: false,
        location: Some(at(format!("/{term}/"))),
        attributes: attributes
            .into_iter()
            .map(|mut attribute| {
                attribute.name.value = format!("{}.{term}", attribute.name.value);
                attribute
            })
            .collect(),
        actions: Vec::new(),
        states: None,
        constraints: Vec::new(),
        source: Vec::new(),
        target: Vec::new(),
        versions: VersionRange::ALL,
        annotations: Vec::new(),
    }
}

fn action(term: &str, scheme: Option<&str>, parameters: Vec<AttributeDraft>) -> ActionDraft {
    ActionDraft {
        term: at(term.to_owned()),
        scheme: scheme.map(|scheme| at(scheme.to_owned())),
        title: None,
        description: None,
        parameters,
        returns: None,
        versions: VersionRange::ALL,
        annotations: Vec::new(),
    }
}

fn mixin(term: &str, scheme: Option<&str>, attributes: Vec<AttributeDraft>) -> MixinDraft {
    let KindDraft { attributes, .. } = kind(term, "", attributes);
    MixinDraft {
        term: at(term.to_owned()),
        scheme: scheme.map(|scheme| at(scheme.to_owned())),
        title: None,
        description: None,
        depends: Vec::new(),
        applies: Vec::new(),
        exclusive: false,
        overriding: false,
        location: Some(at(format!("/mixin/{term}/"))),
        attributes,
        settings: Vec::new(),
        actions: Vec::new(),
        states: None,
        constraints: Vec::new(),
        versions: VersionRange::ALL,
        annotations: Vec::new(),
    }
}

const SCHEME: &str = "http://example.com/lab#";
const THING: &str = "http://example.com/lab#thing";

/// A link, resources one below the other, mixins of two schemes, actions.
fn model() -> impl Strategy<Value = Model> {
    (
        (attributes(), attributes(), attributes(), attributes()),
        (title(), title(), title()),
        (any::<[bool; 8]>(), option::of(title()), 0_i64..9),
        select(&["core", "base", "resource"][..]),
        vec(
            select(&["http://example.com/lab/tpl#", "http://example.org/x#"][..]),
            2,
        ),
    )
        .prop_filter_map("refused", |(attributes, titles, rest, alias, schemes)| {
            let (
                [
                    link,
                    is_abstract,
                    exclusive,
                    applies,
                    both,
                    own,
                    unbound,
                    set,
                ],
                about,
                cores,
            ) = rest;
            let mut thing = kind(
                "thing",
                "http://schemas.ogf.org/occi/core#resource",
                attributes.0,
            );
            thing.title = titles.0;
            thing.is_abstract = is_abstract;
            thing.location = thing.location.filter(|_| !is_abstract && !unbound);
            thing.description = about.flatten();
            thing.actions = vec![action(
                "reset",
                own.then_some("http://example.com/own#"),
                Vec::new(),
            )];
            let mut plain = attributes.1.clone().into_iter().next();
            if let Some(parameter) = &mut plain {
                parameter.access = Access::Mutable;
            }
            thing
                .actions
                .push(action("tune", None, plain.into_iter().collect()));
            let parent = if link {
                "http://schemas.ogf.org/occi/core#link"
            } else {
                THING
            };
            let mut other = kind("other", parent, attributes.1);
            other.title = titles.1;
            other.attributes.push(AttributeDraft {
                name: at("com.example.cores".to_owned()),
                value_type: at(TypeDraft::Integer(occi_model::draft::RangeDraft::default())),
                access: Access::Mutable,
                required: false,
                always: false,
                default: None,
                unit: None,
                description: None,
                deprecated: None,
                versions: VersionRange::ALL,
                annotations: Vec::new(),
            });
            let mut first = mixin("first", None, attributes.2);
            first.exclusive = exclusive;
            let mut second = mixin("second", Some(schemes[0]), attributes.3);
            second.title = titles.2;
            second.depends = vec![identifier("http://example.com/lab#first")];
            if both {
                second.applies.push(identifier(THING));
                first.applies.push(identifier(THING));
            }
            let mut third = mixin("third", Some(schemes[1]), Vec::new());
            if applies {
                third.applies = vec![identifier("http://example.com/lab#other")];
                if set {
                    third.settings.push(SettingDraft {
                        name: at("com.example.cores".to_owned()),
                        value: at(Value::Integer(cores)),
                    });
                }
            }
            third.actions.push(action("pull", None, Vec::new()));
            let extension = ExtensionDraft {
                name: at("lab".to_owned()),
                scheme: at(SCHEME.to_owned()),
                version: None,
                description: None,
                uses: vec![UseDraft {
                    extension: at("core".to_owned()),
                    alias: (alias != "core").then(|| at(alias.to_owned())),
                }],
                types: Vec::new(),
                kinds: vec![thing, other],
                mixins: vec![first, second, third],
                annotations: Vec::new(),
                specification: None,
            };
            let core = builtin::find("core").unwrap();
            let mut draft: Draft =
                load("core", &mut MemoryResolver::new().with("core", core.text)).draft;
            draft.extensions.push(extension);
            draft.build(Profile::Union).model
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_model_comes_back_from_json_but_for_what_is_listed(model in model()) {
        let last = [model.extension_ids().last().unwrap()];
        difference(Format::Json, &model, &last).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn any_model_comes_back_from_text_but_for_what_is_listed(model in model()) {
        let last = [model.extension_ids().last().unwrap()];
        difference(Format::Text, &model, &last).map_err(TestCaseError::fail)?;
    }
}
