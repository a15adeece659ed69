//! Reading configurations.

use occi_model::{Located, Origin};

use super::{
    convert::{EntityHead, FileHead},
    fold::Fold,
    grammar::Rule,
    reader::{ITEMS, Reader},
};
use crate::format::{
    Read, occiware,
    occiware::tree::{
        Action, AttributeValue, Category, Configuration, Entity, Link, Part, Resource, Target,
    },
};

/// Words that start a part of a resource or link.
const PARTS: [&str; 4] = ["attribute", "state", "mixin", "link"];

impl Reader<'_> {
    pub(super) fn configuration(mut self) -> Read {
        let start = self.at;
        let piece = self.piece((Rule::whole_configuration_head, Rule::configuration_head));
        if !piece.is_sound {
            self.recover_item();
        }
        let head = match piece.pair {
            Some(pair) => self.converter(start).file_head(pair),
            None => FileHead::default(),
        };
        let mut configuration = Configuration {
            description: head.description,
            location: head.location,
            uses: head.imports,
            resources: Vec::new(),
            tags: Vec::new(),
            origin: self.origin(start, start + "configuration".len()),
        };
        while !self.is_at_end() {
            match self.word() {
                "resource" => {
                    if let Some(resource) = self.resource() {
                        configuration.resources.push(resource);
                    }
                }
                "mixin" => {
                    if let Some((head, mut tag)) =
                        self.category((Rule::whole_mixin_head, Rule::mixin_head))
                    {
                        // A tag depends on nothing and applies to everything.
                        if let Some(depends) = head.depends.first() {
                            tag.annotations.clear();
                            configuration.tags.push(tag_with_dependency(tag, depends));
                        } else {
                            configuration.tags.push(tag);
                        }
                    }
                }
                _ => {
                    self.stray("a resource or a mixin");
                    self.recover_item();
                }
            }
        }
        let fold = Fold {
            generation: self.generation,
            own: "",
        };
        fold.configuration(&mut configuration);
        let name = Located::new("configuration".to_owned(), configuration.origin);
        let draft = occiware::configuration(configuration, name, &mut self.faults);
        Read {
            configurations: vec![draft],
            faults: self.faults,
            ..Read::default()
        }
    }

    fn resource(&mut self) -> Option<Resource> {
        let start = self.at;
        let head = self.entity_head((Rule::whole_resource_head, Rule::resource_head));
        let mut links = Vec::new();
        let (mut values, mut parts) = (Vec::new(), Vec::new());
        if self.byte() == Some(b'{') {
            self.block(|reader, word| {
                match word {
                    "attribute" | "state" => return Some(reader.setting(&mut values)),
                    "mixin" => return Some(reader.part(&mut parts)),
                    "link" => links.extend(reader.link()),
                    _ => return None,
                }
                Some(true)
            });
        }
        let mut head = head?;
        let summary = head.summary.take();
        Some(Resource {
            entity: entity(head, values, parts, self.origin(start, start + 8))?,
            summary,
            links,
        })
    }

    fn link(&mut self) -> Option<Link> {
        let start = self.at;
        let head = self.entity_head((Rule::whole_link_head, Rule::link_head));
        let (mut values, mut parts) = (Vec::new(), Vec::new());
        if self.byte() == Some(b'{') {
            self.block(|reader, word| match word {
                "attribute" | "state" => Some(reader.setting(&mut values)),
                "mixin" => Some(reader.part(&mut parts)),
                _ => None,
            });
        }
        let mut head = head?;
        let target = head.target.take()?;
        Some(Link {
            entity: entity(head, values, parts, self.origin(start, start + 4))?,
            target,
        })
    }

    /// The head of a resource or a link; where it cannot be read, the next `{` is looked for.
    fn entity_head(&mut self, rules: (Rule, Rule)) -> Option<EntityHead> {
        let start = self.at;
        let piece = self.piece(rules);
        if !piece.is_sound {
            self.recover(&ITEMS, |byte| matches!(byte, b'{' | b'}'));
        }
        let pair = piece.pair?;
        Some(self.converter(start).entity_head(pair))
    }

    /// Reads a mixin of an entity; gives whether it is sound.
    fn part(&mut self, parts: &mut Vec<Part>) -> bool {
        let start = self.at;
        let piece = self.piece((Rule::whole_part_head, Rule::part_head));
        let head = piece
            .pair
            .map(|pair| self.converter(start).entity_head(pair));
        let mut values = Vec::new();
        if piece.is_sound && self.byte() == Some(b'{') {
            self.block(|reader, word| match word {
                "attribute" | "state" => Some(reader.setting(&mut values)),
                _ => None,
            });
        }
        let mixin = head.and_then(|head| head.kind);
        parts.extend(mixin.map(|mixin| Part { mixin, values }));
        piece.is_sound
    }

    /// Reads a value; gives whether it is sound.
    fn setting(&mut self, values: &mut Vec<AttributeValue>) -> bool {
        let start = self.at;
        let piece = self.piece((Rule::whole_setting, Rule::setting));
        if let Some(pair) = piece.pair {
            values.extend(self.converter(start).setting(pair));
        }
        piece.is_sound
    }

    /// What stands between the braces of a resource, a link or a part: `take` reads the piece that
    /// starts with a word, and gives whether it was sound; `None`: no piece starts with it.
    fn block(&mut self, mut take: impl FnMut(&mut Self, &str) -> Option<bool>) {
        let opened = self.at;
        self.sign(b'{');
        loop {
            if self.sign(b'}') {
                return;
            }
            let found = self.word();
            if self.is_at_end() || (found == "resource" && self.starts_piece(found)) {
                return self.unclosed(opened);
            }
            match take(self, found) {
                Some(true) => continue,
                Some(false) => {}
                None => self.stray("an attribute, a mixin, a link or `}`"),
            }
            self.recover(&PARTS, |byte| byte == b'}');
        }
    }
}

/// A tag that depends on another mixin, which no tag may.
fn tag_with_dependency(mut tag: Category, depends: &Located<Target>) -> Category {
    if tag.attributes.is_empty() && tag.actions.is_empty() {
        // The place is that of the dependency; a capability is all the same refused.
        tag.actions.push(Action {
            term: Located::new(String::new(), depends.origin),
            scheme: None,
            title: None,
            description: None,
            parameters: Vec::new(),
            annotations: Vec::new(),
        });
    }
    tag
}

fn entity(
    head: EntityHead,
    values: Vec<AttributeValue>,
    mut parts: Vec<Part>,
    origin: Origin,
) -> Option<Entity> {
    // Generation B names mixins in the head and has all values together.
    parts.extend(head.mixins.into_iter().map(|mixin| Part {
        mixin,
        values: Vec::new(),
    }));
    Some(Entity {
        id: head.id,
        kind: head.kind?,
        title: head.title,
        location: head.location,
        values,
        parts,
        origin,
    })
}
