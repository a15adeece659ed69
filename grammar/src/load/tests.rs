use super::*;

#[test]
fn the_shipped_definitions_load_without_a_fault() {
    for builtin in crate::builtin::ALL {
        let mut resolver = MemoryResolver::new().with("entry", builtin.text);
        let loaded = load("entry", &mut resolver);
        assert!(
            loaded.faults.is_empty(),
            "{}",
            crate::diagnostic::render(
                &loaded.faults,
                &loaded.sources,
                &crate::diagnostic::RenderOptions::default()
            )
        );
        assert_eq!(
            loaded.draft.extensions.last().unwrap().name.value,
            builtin.name
        );
    }
}
