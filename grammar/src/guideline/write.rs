//! From a guideline to its file.

use occi_model::{
    Located,
    guideline::{
        AddOn, Capability, Component, ComponentRef, DesignatedSections, Flag, Guideline, Metadata,
        Platform, SchemaVersion, SectionBlock, State, Test, TestRepository,
    },
};

use crate::json::Writer;

/// What is written as the reason of a flag that states none (schema 1.2): the code that starts
/// a discussion (Interop WG, process 2017A (D)).
const NO_REASON: &str = "D404 flagged without a reason";

/// The text of a guideline as a file of schema 2.0: keys in the order of the schema, names in
/// the order of the guideline, two blanks per level. The same guideline gives the same bytes,
/// and reading them gives the same guideline.
///
/// Flags are written as `flagged`, because the result server reads no other key
/// (Interop WG, schema 2.0); lists of states are written even where they are empty.
#[must_use]
pub fn write(guideline: &Guideline) -> String {
    let mut w = Writer::new();
    w.object(|w| {
        w.member("metadata", |w| metadata(w, guideline.metadata()));
        if !guideline.platforms().is_empty() {
            map(
                w,
                "platforms",
                guideline.platforms(),
                |p| p.name.value.as_str(),
                platform,
            );
        }
        if !guideline.add_ons().is_empty() {
            map(
                w,
                "add-ons",
                guideline.add_ons(),
                |a| a.name.value.as_str(),
                add_on,
            );
        }
        map(
            w,
            "components",
            guideline.components(),
            |c| c.name.value.as_str(),
            component,
        );
        map(
            w,
            "capabilities",
            guideline.capabilities(),
            |c| c.name.value.as_str(),
            capability,
        );
        map(
            w,
            "designated_sections",
            guideline.designated_sections(),
            |d| d.project.value.as_str(),
            designated,
        );
        map(
            w,
            "test_repositories",
            guideline.test_repositories(),
            |r| r.name.value.as_str(),
            repository,
        );
    });
    w.finish()
}

/// A member that is an object with one member for each item.
fn map<T>(
    w: &mut Writer,
    key: &str,
    items: &[T],
    name: impl Fn(&T) -> &str,
    write: impl Fn(&mut Writer, &T),
) {
    w.member(key, |w| {
        w.object(|w| {
            for item in items {
                w.member(name(item), |w| write(w, item));
            }
        });
    });
}

fn text(w: &mut Writer, key: &str, value: &str) {
    w.member(key, |w| w.string(value));
}

fn optional(w: &mut Writer, key: &str, value: Option<&String>) {
    if let Some(value) = value {
        text(w, key, value);
    }
}

fn located(w: &mut Writer, key: &str, value: Option<&Located<String>>) {
    optional(w, key, value.map(|value| &value.value));
}

fn metadata(w: &mut Writer, metadata: &Metadata) {
    w.object(|w| {
        text(w, "id", metadata.id.value.as_str());
        text(w, "schema", SchemaVersion::V2_0.as_str());
        text(w, "reference", &metadata.reference.value);
        text(w, "source", &metadata.source.value);
        if metadata.strict {
            w.member("strict", |w| w.boolean(true));
        }
        if let Some(scoring) = &metadata.scoring {
            w.member("scoring", |w| {
                w.object(|w| {
                    if let Some(cutoff) = &scoring.cutoff {
                        w.member("cutoff_score", |w| w.integer(cutoff.value.into()));
                    }
                    map(
                        w,
                        "criteria",
                        &scoring.criteria,
                        |c| c.key.value.as_str(),
                        |w, criterion| {
                            w.object(|w| {
                                text(w, "name", &criterion.name);
                                text(w, "description", &criterion.description);
                                w.member("weight", |w| w.integer(criterion.weight.value.into()));
                            });
                        },
                    );
                });
            });
        }
        if let Some(approval) = &metadata.approval {
            w.member("os_trademark_approval", |w| {
                w.object(|w| {
                    located(w, "target_approval", approval.target.as_ref());
                    located(w, "replaces", approval.replaces.as_ref());
                    let releases = approval
                        .releases
                        .iter()
                        .map(|release| release.value.as_str());
                    w.member("releases", |w| w.strings(releases));
                    text(w, "status", approval.status.value.as_str());
                });
            });
        }
    });
}

fn platform(w: &mut Writer, platform: &Platform) {
    w.object(|w| {
        optional(w, "description", platform.description.as_ref());
        component_refs(w, "components", &platform.components);
    });
}

fn add_on(w: &mut Writer, add_on: &AddOn) {
    w.object(|w| {
        optional(w, "description", add_on.description.as_ref());
        component_refs(w, "components", &add_on.components);
        let required = &add_on.required_platform_components;
        if !required.is_empty() {
            component_refs(w, "required_platform_components", required);
        }
        let possible = &add_on.optional_platform_components;
        if !possible.is_empty() {
            component_refs(w, "optional_platform_components", possible);
        }
    });
}

fn component_refs(w: &mut Writer, key: &str, refs: &[ComponentRef]) {
    w.member(key, |w| {
        w.array(|w| {
            // Schema 2.0 has no other state of a component.
            for reference in refs.iter().filter(|part| part.state == State::Required) {
                w.item(|w| {
                    w.object(|w| {
                        text(w, "name", reference.name.value.as_str());
                        located(w, "source", reference.source.as_ref());
                    });
                });
            }
        });
    });
}

fn component(w: &mut Writer, component: &Component) {
    w.object(|w| {
        w.member("capabilities", |w| {
            w.object(|w| {
                for (state, names) in component.capabilities.iter() {
                    let names = names.iter().map(|name| name.value.as_str());
                    w.member(state.as_str(), |w| w.strings(names));
                }
            });
        });
        w.member("designated_sections", |w| {
            w.object(|w| {
                // In published files only the states that are used appear.
                for (state, names) in component.designated_sections.iter() {
                    if !names.is_empty() {
                        let names = names.iter().map(|name| name.value.as_str());
                        w.member(state.as_str(), |w| w.strings(names));
                    }
                }
            });
        });
    });
}

fn capability(w: &mut Writer, capability: &Capability) {
    w.object(|w| {
        let achievements = capability
            .achievements
            .iter()
            .map(|text| text.value.as_str());
        w.member("achievements", |w| w.strings(achievements));
        w.member("admin", |w| w.boolean(capability.admin.value));
        located(w, "required_since", capability.required_since.as_ref());
        text(w, "description", &capability.description);
        text(w, "project", capability.project.value.as_str());
        map(
            w,
            "tests",
            &capability.tests,
            |t| t.name.value.as_str(),
            test,
        );
    });
}

fn test(w: &mut Writer, test: &Test) {
    w.object(|w| {
        let id = test.id.as_ref().map_or("", |id| id.value.as_written());
        text(w, "idempotent_id", id);
        if !test.aliases.is_empty() {
            let aliases = test.aliases.iter().map(|alias| alias.value.as_str());
            w.member("aliases", |w| w.strings(aliases));
        }
        if let Some(flag) = &test.flag {
            let (reason, action, date) = match &flag.value {
                Flag::Bare => (NO_REASON, "", ""),
                Flag::Stated {
                    reason,
                    action,
                    date,
                } => (
                    reason.value.as_written(),
                    action.value.as_str(),
                    date.value.as_str(),
                ),
            };
            w.member("flagged", |w| {
                w.object(|w| {
                    text(w, "reason", reason);
                    text(w, "action", action);
                    text(w, "date", date);
                });
            });
        }
    });
}

fn designated(w: &mut Writer, sections: &DesignatedSections) {
    w.object(|w| {
        for block in &sections.blocks {
            w.member(block.state.value.as_str(), |w| section_block(w, block));
        }
    });
}

fn section_block(w: &mut Writer, block: &SectionBlock) {
    w.object(|w| {
        text(w, "guidance", &block.guidance);
        optional(w, "comment", block.comment.as_ref());
        map(
            w,
            "sections",
            &block.sections,
            |section| section.name.value.as_str(),
            |w, section| {
                w.object(|w| {
                    text(w, "description", &section.description);
                    w.member("designated", |w| w.boolean(section.designated));
                    optional(w, "comment", section.comment.as_ref());
                });
            },
        );
    });
}

fn repository(w: &mut Writer, repository: &TestRepository) {
    w.object(|w| {
        text(w, "repository", &repository.repository.value);
        located(w, "reference", repository.reference.as_ref());
        optional(w, "description", repository.description.as_ref());
    });
}
