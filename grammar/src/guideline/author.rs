//! Authored guidelines: patterns in, names out.

use occi_model::{
    Fault, Faults, Located, SourceId,
    guideline::{
        Guideline, SchemaVersion, TestName,
        author::{Authored, AuthoredCapability, CaseFlag, CaseRef, Pattern},
        code,
    },
};

use super::{
    fields::{Reading, Unknown},
    read::root,
    write::write,
};
use crate::{
    json::{Member, Node},
    source::Sources,
};

/// What became of an authored file.
#[derive(Clone, Debug)]
pub struct ReadSource {
    /// The authored guideline, unless a fault is an error.
    pub authored: Option<Authored>,
    /// The faults, in order of place.
    pub faults: Faults,
}

/// Reads an authored guideline: schema 2.0, but each capability has, instead of `tests`,
/// `include` (patterns), and it may have `exclude` (patterns) and `flag` (a list of
/// `{case, reason, action, date}`). Faults are those of [`read`](super::read()).
#[must_use]
pub fn read_source(bytes: &[u8], source: SourceId) -> ReadSource {
    let mut reading = Reading::new(source);
    let authored = match root(bytes, source, &mut reading.faults) {
        Some(root) => reading
            .schema(&root, &[SchemaVersion::V2_0])
            .and_then(|_| reading.outline(&root, Reading::authored_capability)),
        None => None,
    };
    let mut faults = reading.faults;
    faults.sort();
    let authored = authored
        .filter(|_| !faults.has_errors())
        .map(|(draft, capabilities)| Authored {
            draft,
            capabilities,
        });
    ReadSource { authored, faults }
}

/// What became of a lock.
#[derive(Clone, Debug)]
pub struct Locked {
    /// The guideline, unless a fault is an error.
    pub guideline: Option<Guideline>,
    /// The text of its file: the same bytes for the same source and catalogue.
    pub text: Option<String>,
    /// Errors (exit code 1) and warnings.
    pub faults: Faults,
    /// The authored file, for the excerpts of the faults.
    pub sources: Sources,
}

/// Locks an authored guideline to a catalogue of cases (conformance-design 12.1). `name` is
/// what messages call the file, `bytes` is its content.
#[must_use]
pub fn lock(name: &str, bytes: &[u8], cases: &[CaseRef<'_>]) -> Locked {
    let mut sources = Sources::new();
    let source = sources.add(name, String::from_utf8_lossy(bytes));
    let read = read_source(bytes, source);
    let mut faults = read.faults;
    let guideline = read.authored.and_then(|authored| {
        let built = authored.lock(cases);
        faults.extend(built.faults);
        built.guideline
    });
    faults.sort();
    Locked {
        text: guideline.as_ref().map(write),
        guideline,
        faults,
        sources,
    }
}

impl Reading {
    fn authored_capability(&mut self, member: &Member<'_>) -> Option<AuthoredCapability> {
        let (capability, fields) =
            self.capability_head(member, "required_since", &["include", "exclude", "flag"])?;
        let include = fields
            .required(self, "include")
            .map(|node| self.patterns(node, "`include`"));
        let exclude = match fields.optional("exclude") {
            Some(node) => self.patterns(node, "`exclude`"),
            None => Vec::new(),
        };
        let flags = match fields.optional("flag") {
            Some(node) => self
                .array(node, "`flag`")
                .iter()
                .filter_map(|node| self.case_flag(node))
                .collect(),
            None => Vec::new(),
        };
        Some(AuthoredCapability {
            capability,
            include: include?,
            exclude,
            flags,
        })
    }

    fn patterns(&mut self, node: &Node<'_>, what: &str) -> Vec<Located<Pattern>> {
        self.texts(node, what)
            .into_iter()
            .filter_map(|text| match Pattern::new(&text.value) {
                Ok(pattern) => Some(Located::new(pattern, text.origin)),
                Err(error) => {
                    self.faults.push(
                        Fault::new(code::BAD_NAME, text.origin, format!("{what}: {error}"))
                            .with_help("write it like `k:infrastructure#compute/act.cell/**`"),
                    );
                    None
                }
            })
            .collect()
    }

    fn case_flag(&mut self, node: &Node<'_>) -> Option<CaseFlag> {
        let place = self.place(node);
        let fields = self.fields(
            node,
            "the flag",
            place,
            &["case", "reason", "action", "date"],
            Unknown::Warned,
        )?;
        let case = fields
            .required(self, "case")
            .and_then(|node| self.name(node, "the case", |text| TestName::new(text)));
        let flag = self.flag_fields(&fields);
        Some(CaseFlag {
            case: case?,
            flag: flag?,
        })
    }
}
