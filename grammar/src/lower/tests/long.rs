//! Long blocks and lists are read piece by piece, and mean the same as when they are read whole.

use occi_model::SourceId;

use crate::{
    code,
    lower::{Reading, read, read_by},
    syntax::Reader,
};

/// Beyond what is read whole.
const PIECES: usize = 1_200;

const HEAD: &str = "extension t \"http://a.example/t#\";\nuse core;\n";

fn whole(text: &str) -> Reading {
    let source = SourceId(0);
    read_by(Reader::whole(text, source), text, source)
}

/// A statement: what stands before the list, one of its pieces (with its number for `N`), and
/// what stands behind.
const LISTS: &[(&str, &str, &str)] = &[
    ("kind k {", "aN: string;\n", "}"),
    (
        "kind k {",
        "/// A, {.\naN: enum { b, /// c\n c } = \"}\" unit \"{\"; // ;\n",
        "}",
    ),
    ("configuration c {", "resource rN: core.resource;\n", "}"),
    (
        "configuration c { resource r: core.resource with m, n {",
        "aN = [1, 2];\n",
        "}}",
    ),
    (
        "configuration c { resource r: core.resource with m",
        ", mN",
        " at \"/a/\" { link l: core.link -> r; }}",
    ),
    (
        "kind k { states s {",
        "initial sN { a -> b | c; }\n",
        "} };",
    ),
    (
        "kind k { states s { a; initial sN {",
        "aN -> b via c;\n",
        "} b; }}",
    ),
    (
        "kind k { action a \"A\" (b: string",
        ",\n required pN: integer(0..9)",
        ") returns \"c\"; }",
    ),
    (
        "kind k { action a(",
        "#[deprecated(\",\")] pN: hash { a: b; },",
        "); }",
    ),
    (
        "kind k { x: hash {",
        "/// A.\nrequired aN: list(string, unique) = [\"]\", \"}\"];\n",
        "} = { a: 1 }; y: uri; }",
    ),
    (
        "kind k { x: list(hash { a: hash {",
        "aN: string;\n",
        "}; b: integer; }, length = 1..); }",
    ),
    (
        "kind k { x: enum {",
        "/// It's (a\n\"a N\", ",
        "} = \"a 1\"; }",
    ),
    ("enum E {", "eN,\n", "}"),
    ("type T = string(length = 1..2", ", length = 1..N", ");"),
    ("kind k { x: list(string", ", unique", "); }"),
    ("kind k { x: list(integer) = [1", ", N", "]; }"),
    (
        "kind k { x: list = [[1, [\"a\", ",
        "{ a: [N, 2] }, ",
        "], 3], 4]; }",
    ),
    (
        "kind k { x: hash = { a: 1, b: { c: 1,",
        " \"d N\": N,",
        "}, e: true }; }",
    ),
    ("mixin m { set x = [", "N, ", "]; }"),
    ("mixin m { applies aN", ", b.N", "; depends c; }"),
    (
        "mixin m { /// a, b\n depends aN",
        ", // c, d\n \"http://a/#bN\"",
        ", ; }",
    ),
    (
        "kind k : core.link { target a",
        ",\na.\"b N\"",
        "; source b; }",
    ),
    (
        "kind k { require a: 1 == 2",
        " or defined(aN)",
        " \"no\"; }",
    ),
];

fn long((before, piece, behind): (&str, &str, &str)) -> String {
    let pieces: String = (0..PIECES)
        .map(|number| piece.replace('N', &number.to_string()))
        .collect();
    [HEAD, before, &pieces, behind, "\nmixin last;"].concat()
}

#[test]
fn long_lists_mean_the_same_piece_by_piece() {
    for list in LISTS {
        let text = long(*list);
        let (pieces, at_once) = (read(&text, SourceId(0)), whole(&text));
        assert!(
            !text.is_empty() && pieces.lost.is_empty(),
            "{list:?}: {:?}",
            pieces.faults.first()
        );
        // With all places.
        let show = |reading: &Reading| format!("{:?}", reading.lowered);
        assert!(
            show(&pieces) == show(&at_once),
            "{list:?} means something else"
        );
        let show = |reading: &Reading| {
            let mut faults: Vec<String> = reading.faults.iter().map(|f| format!("{f:?}")).collect();
            faults.sort_unstable();
            faults
        };
        assert_eq!(show(&pieces), show(&at_once), "{list:?}");
    }
}

/// A fault in one piece costs that piece, and says where it is.
#[test]
fn a_fault_in_a_long_list_costs_its_piece() {
    // Those whose pieces have a number outside of a string, where a sign is a fault.
    let broken = |(before, piece, _): &&(&str, &str, &str)| {
        !before.contains("require") && piece.contains('N') && !piece.contains("N\"")
    };
    for list in LISTS.iter().filter(broken) {
        let text = long(*list);
        let piece = list.1.replace('N', "1000");
        let number = text.find(&piece).unwrap() + piece.find("1000").unwrap();
        let place = number + "1000 ".len();
        let (before, behind) = text.split_at(place - 1);
        let text = [before, " %", behind].concat();
        let read = read(&text, SourceId(0));
        let places: Vec<_> = read
            .faults
            .iter()
            .filter(|fault| fault.code == code::SYNTAX)
            .map(|fault| fault.origin.range().unwrap().start)
            .collect();
        assert_eq!(places, [place], "{list:?}");
        assert_eq!(read.lost.len(), 1, "{list:?}");
        let extension = read.lowered.extension.unwrap();
        assert_eq!(extension.mixins.last().unwrap().term.value, "last");
    }
}

/// Levels are set in what is read piece by piece, too.
#[test]
fn levels_in_long_lists_count() {
    let text = long((
        "kind k {",
        "#[allow(\"W0012\")] aN: enum { #[deny(\"W0012\")] b };\n",
        "}",
    ));
    let (pieces, at_once) = (read(&text, SourceId(0)), whole(&text));
    assert_eq!(pieces.levels.len(), 2 * PIECES);
    assert_eq!(pieces.levels, at_once.levels);
}
