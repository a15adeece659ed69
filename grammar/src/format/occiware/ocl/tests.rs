use super::*;

fn of(body: &str) -> Option<ExprDraft> {
    match said(body) {
        Said::Condition(condition) => Some(condition),
        Said::Nothing | Said::Beyond => None,
    }
}

fn said(body: &str) -> Said {
    let foreign = |package: &str, _: Class, term: &str| {
        (package == "placement")
            .then(|| Reference::Identifier(format!("http://example.org/placement#{term}")))
    };
    translate(
        body,
        &Place {
            origin: Origin::Unknown,
            package: "lamp",
            term: "network",
            attributes: &["occi.network.vlan", "occi.network.label"],
            foreign: &foreign,
        },
    )
}

fn attribute(name: &str) -> OperandDraft {
    OperandDraft::Name(Located::nowhere(name.to_owned()))
}

fn one() -> OperandDraft {
    OperandDraft::Literal(Located::nowhere(Value::Integer(1)))
}

fn tomcat() -> Located<Reference> {
    Located::nowhere(Reference::name("tomcat"))
}

#[test]
fn attributes_are_compared() {
    let vlan = || attribute("occi.network.vlan");
    assert_eq!(
        of("occi.network.vlan >= 1"),
        Some(ExprDraft::Compare(
            vlan(),
            Comparison::GreaterOrEqual,
            one()
        ))
    );
    assert_eq!(
        of("self.occiNetworkVlan + 1 < 1"),
        Some(ExprDraft::Compare(
            OperandDraft::Arithmetic(Box::new(vlan()), Arithmetic::Plus, Box::new(one())),
            Comparison::Less,
            one()
        ))
    );
    let defined = || ExprDraft::Defined(Located::nowhere("occi.network.vlan".to_owned()));
    assert_eq!(of("occi.network.vlan <> null"), Some(defined()));
    assert_eq!(
        of("occi.network.vlan.oclIsUndefined()"),
        Some(ExprDraft::Not(Box::new(defined())))
    );
}

#[test]
fn instances_are_unique() {
    let unique = ExprDraft::Unique(Located::nowhere(vec![Located::nowhere(
        "occi.network.vlan".to_owned(),
    )]));
    for body in [
        "Network.allInstances()->isUnique(occi.network.vlan)",
        "lamp::Network.allInstances()->isUnique(n | n.occiNetworkVlan)",
    ] {
        assert_eq!(of(body), Some(unique.clone()), "{body}");
    }
    assert_eq!(
        of("Other.allInstances()->isUnique(occi.network.vlan)"),
        None
    );
}

#[test]
fn links_and_the_mixins_at_their_ends_are_counted() {
    let links = |kind: &str, condition| {
        OperandDraft::Links(
            Located::nowhere(Reference::Identifier(kind.to_owned())),
            Some(Box::new(condition)),
        )
    };
    assert_eq!(
        of(
            "self.entity.oclAsType(occi::Resource).links->collect(l:occi::Link|l.target)->collect(c:occi::Resource|c.parts)->select(mb:occi::MixinBase|mb.oclIsTypeOf(lamp::Tomcat))->size()=1"
        ),
        Some(ExprDraft::Compare(
            links(LINK, ExprDraft::Has(Some(End::Target), tomcat())),
            Comparison::Equal,
            one()
        ))
    );
    assert_eq!(
        of(
            "self.entity.oclAsType(occi::Resource).links->select(l:occi::Link|l.oclIsTypeOf(placement::Placementlink))->collect(l|l.parts)->exists(m|m.oclIsTypeOf(lamp::Tomcat))"
        ),
        Some(ExprDraft::Compare(
            links(
                "http://example.org/placement#placementlink",
                ExprDraft::Has(None, tomcat())
            ),
            Comparison::GreaterOrEqual,
            one()
        ))
    );
    assert_eq!(
        of(
            "self.entity.oclAsType(occi::Link).target.oclAsType(occi::Resource).parts->exists(m|m.oclIsTypeOf(lamp::Tomcat))"
        ),
        Some(ExprDraft::Has(Some(End::Target), tomcat()))
    );
}

#[test]
fn what_has_no_condition_of_the_same_meaning_is_left() {
    assert_eq!(said(" true "), Said::Nothing);
    for body in [
        "self.entity.oclAsType(occi::Link).target.oclIsTypeOf(platform::Component)",
        "self.links->collect(l|l.target)->select(r|r.oclIsTypeOf(unknown::Thing))->size()>=1",
        "self.links->collect(l|l.parts)->size() = 2",
        "no.such.attribute = 1",
        "this is ( not OCL",
    ] {
        assert_eq!(said(body), Said::Beyond, "{body}");
    }
}

#[test]
fn links_are_told_by_conditions() {
    let placement = |condition: Option<ExprDraft>| {
        let kind = "http://example.org/placement#placementlink".to_owned();
        OperandDraft::Links(
            Located::nowhere(Reference::Identifier(kind)),
            condition.map(Box::new),
        )
    };
    let has = || ExprDraft::Has(Some(End::Target), tomcat());
    let select =
        "self.links->select(l : occi::Link | l.oclIsKindOf(placement::Placementlink))".to_owned();
    let tomcat = "l | l.target.oclAsType(occi::Resource).parts->exists(m | m.oclIsKindOf(Tomcat))";
    for (name, sign, right) in [
        ("exists", Comparison::GreaterOrEqual, one()),
        ("one", Comparison::Equal, one()),
        ("forAll", Comparison::Equal, placement(None)),
    ] {
        assert_eq!(
            of(&format!("{select}->{name}({tomcat})")),
            Some(ExprDraft::Compare(placement(Some(has())), sign, right)),
            "{name}"
        );
    }
    // Both conditions of two selections count.
    assert_eq!(
        of(&format!(
            "{select}->select({tomcat})->select(l | not l.target.parts->isEmpty())->notEmpty()"
        )),
        None,
        "any mixin at all cannot be asked for"
    );
    assert_eq!(
        of(&format!(
            "{select}->select({tomcat})->select({tomcat})->size() = 1"
        )),
        Some(ExprDraft::Compare(
            placement(Some(ExprDraft::And(Box::new(has()), Box::new(has())))),
            Comparison::Equal,
            one()
        ))
    );
    // Of the link, not of the resource that has the condition.
    for about in [
        "l | l.network.vlan = 1",
        "l | occi.network.vlan = 1",
        "l | self.target.parts->exists(m|m.oclIsKindOf(Tomcat))",
    ] {
        assert_eq!(of(&format!("{select}->exists({about})")), None, "{about}");
    }
}

#[test]
fn either_means_not_both() {
    let set = || ExprDraft::Defined(Located::nowhere("occi.network.vlan".to_owned()));
    let small = || ExprDraft::Compare(attribute("occi.network.vlan"), Comparison::Less, one());
    let not = |one: ExprDraft| Box::new(ExprDraft::Not(Box::new(one)));
    assert_eq!(
        of("occi.network.vlan <> null xor occi.network.vlan < 1"),
        Some(ExprDraft::And(
            Box::new(ExprDraft::Or(Box::new(set()), Box::new(small()))),
            Box::new(ExprDraft::Or(not(set()), not(small()))),
        ))
    );
}
