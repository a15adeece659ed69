//! Values and templates that a target file names are what requests give, and no others.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use occi::server::Service;
use occi_conformance::{
    Transport,
    case::describe,
    catalogue::{Catalogue, Options, catalogue},
    engine::Settings,
    run::{Run, Selection},
    target::Pinned,
    transport::{BoxFuture, Request, Response, TransportError},
};
use occi_model::{AttributeName, Model, Profile, Value};

use crate::{
    server::{block_on, in_process},
    support::{infrastructure, standard},
};

fn pinned(model: &Model, category: &str, attribute: &str, value: &str) -> Pinned {
    let pinned = Pinned {
        category: category.to_owned(),
        attribute: AttributeName::new(attribute).unwrap(),
        value: Value::from(value),
    };
    pinned.checked(model).unwrap()
}

/// The text of every case of the pattern, without those that try other values for the name.
fn texts(cases: &Catalogue, part: &str, name: &str) -> Vec<String> {
    let of = cases.cases.iter().filter(|case| {
        let id = case.id.as_str();
        id.contains(part) && !id.contains(name)
    });
    of.map(describe).collect()
}

#[test]
fn values_of_mixins_and_parameters_are_given_everywhere() {
    let model = infrastructure(Profile::V1_2);
    let options = Options {
        pinned: vec![
            pinned(
                &model,
                "infrastructure/compute#user_data",
                "occi.compute.userdata",
                "cGlubmVk",
            ),
            pinned(
                &model,
                "infrastructure/compute/action#stop",
                "method",
                "poweroff",
            ),
        ],
        ..Options::default()
    };
    let (plain, with) = (
        catalogue(&model, &Options::default()),
        catalogue(&model, &options),
    );
    for (part, name, value) in [
        (
            "/mix/infrastructure.user_data/",
            "/occi.compute.userdata",
            "cGlubmVk",
        ),
        ("/act.cell/stop/", "/method/", "poweroff"),
        ("/act.coll/stop/", "/method/", "poweroff"),
    ] {
        let texts = |cases| texts(cases, part, name);
        assert!(texts(&with).len() > 1, "{part}");
        for text in texts(&with) {
            assert!(text.contains(value), "{text}");
        }
        assert!(
            !texts(&plain).iter().any(|text| text.contains(value)),
            "{part}"
        );
    }
    // What other values are tried for is tried all the same.
    let ids = |cases: &Catalogue| {
        let ids = cases.cases.iter().map(|case| case.id.clone());
        ids.filter(|id| id.family() == "act.param")
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&with), ids(&plain));
}

/// Writes down what is sent.
#[derive(Debug)]
struct Heard {
    inner: Arc<dyn Transport>,
    sent: Mutex<Vec<String>>,
}

impl Transport for Heard {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        let body = String::from_utf8_lossy(&request.body).into_owned();
        let fields = request.headers.iter();
        let fields = fields.map(|(_, value)| String::from_utf8_lossy(value).into_owned());
        let all = fields.chain([body]).collect::<Vec<_>>().join("\n");
        self.sent.lock().unwrap().push(all);
        self.inner.send(request)
    }

    fn base(&self) -> &str {
        self.inner.base()
    }
}

/// The templates of the family that creations named: those that the target file names, or the
/// first ones that are offered.
#[test]
fn templates_of_the_target_file_are_used() {
    let model = standard("crtp-1-1", Profile::V1_2);
    let family = "infrastructure#resource_tpl";
    let used = |templates: &[&str]| {
        let service = Service::builder(model.clone()).build().unwrap();
        let heard = Arc::new(Heard {
            inner: in_process(service),
            sent: Mutex::default(),
        });
        let cases = Arc::new(catalogue(&model, &Options::default()));
        let mut run = Run::new(model.clone(), cases, heard.clone());
        run.selection = Selection {
            patterns: vec!["x:infrastructure#resource_tpl/tpl/apply".parse().unwrap()],
            ..Selection::default()
        };
        let named = templates.iter().map(|name| (*name).to_owned()).collect();
        run.settings = Settings {
            templates: BTreeMap::from([(family.to_owned(), named)]),
            ..Settings::in_process()
        };
        if templates.is_empty() {
            run.settings.templates.clear();
        }
        let result = block_on(run.start(|_: &_| {}));
        assert_eq!(result.exit_code(), 0);
        let sent = heard.sent.lock().unwrap().join("\n");
        let all = [
            "small",
            "medium",
            "large",
            "mem_small",
            "mem_medium",
            "mem_large",
        ];
        let ids = all.map(|term| (term, format!("compute/template/1.1#{term}")));
        let text = sent.replace("\"; class", "").replace("; scheme=\"", " ");
        let is_named = |term: &str, id: &str| {
            let scheme = "compute/template/1.1#";
            text.lines().any(|line| {
                line.contains(&format!("{id}\""))
                    || line.contains(&format!(" {term} ")) && line.contains(scheme)
                    || line.contains(&format!("{term} http")) && line.contains(scheme)
            })
        };
        ids.iter()
            .filter(|(term, id)| is_named(term, id))
            .map(|(term, _)| (*term).to_owned())
            .collect::<BTreeSet<String>>()
    };
    let named = "compute/template/1.1#medium";
    assert_eq!(used(&[named]), BTreeSet::from(["medium".to_owned()]));
    assert!(!used(&[]).contains("medium"), "the first that is offered");
}
