//! Readers that go early: `occi … 2>&1 | head`.

use std::{fs, io, process::Stdio};

use crate::support::{occi, root};

/// A stream that nobody reads any more.
fn closed() -> Stdio {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    writer.into()
}

#[test]
fn a_closed_stream_changes_no_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let fine = root().join("specs/infrastructure.occi");
    let fine = fine.to_str().unwrap();
    let broken = file(
        "broken.occi",
        "extension broken \"http://broken.test/b#\"; use nothing;",
    );
    let cut = file("cut.occi", "extension {");
    let missing = folder.path().join("missing.occi").display().to_string();
    let calls: &[(&[&str], i32)] = &[
        (&["check", fine], 0),
        (&["check", &broken], 1),
        (&["check", &broken, "--format", "short"], 1),
        (&["check", &broken, "--format", "json"], 1),
        (&["check", &broken, "--format", "sarif"], 1),
        (&["check", &missing], 1),
        (&["fmt", "--check", &cut], 1),
        (&["convert", fine, "--to", "text"], 0),
        (&["convert", fine, "--to", "text", "--format", "json"], 0),
        (&["convert", fine, "--to", "text", "--deny-losses"], 1),
        (&["convert", fine, "--to", "compatible-one"], 2),
        (&["check", "--no-such-option"], 2),
    ];
    for (arguments, code) in calls {
        let is_told = !occi().args(*arguments).output().unwrap().stderr.is_empty();
        let is_listing = arguments.contains(&"json") || arguments.contains(&"sarif");
        assert!(is_told || is_listing, "{arguments:?} writes no error");
        for out in [Stdio::null(), closed()] {
            let status = occi()
                .args(*arguments)
                .stdout(out)
                .stderr(closed())
                .status()
                .unwrap();
            assert_eq!(status.code(), Some(*code), "{arguments:?}");
        }
    }
}
