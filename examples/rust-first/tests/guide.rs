//! What the guide shows is what this crate does.

#[test]
fn every_piece_of_the_guide_stands_in_the_example() {
    let guide = include_str!("../../../docs/rust-first.md");
    let sources = [include_str!("../src/lib.rs"), include_str!("service.rs")];
    let mut pieces = 0;
    for piece in guide.split("```rust\n").skip(1) {
        let Some((piece, _)) = piece.split_once("```") else {
            panic!("a piece has no end: {piece}");
        };
        assert!(
            sources.iter().any(|source| source.contains(piece)),
            "not in the example:\n{piece}"
        );
        pieces += 1;
    }
    assert!(pieces > 5, "{pieces} pieces found");
}
