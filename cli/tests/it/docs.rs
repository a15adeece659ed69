//! Every command that the documentation shows is run.
//!
//! A block marked `console` is a script: lines that start with `$ ` are run by one shell, in
//! order, in a fresh directory that holds `specs` and `examples`, with `occi` on the path. Every
//! command must succeed, except where a comment says `# exits N`. Port 8787 stands for a free
//! one; what a block starts in the background ends with it. Blocks marked `sh` are not run: they
//! build this project itself, which its own checks do.

use std::{
    fmt::Write as _,
    fs,
    net::TcpListener,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
};

use crate::support::root;

/// The blocks of a document, each with the line it starts at.
fn blocks(text: &str) -> Vec<(usize, Vec<String>)> {
    let mut blocks = Vec::new();
    let mut current: Option<(usize, Vec<String>)> = None;
    for (at, line) in text.lines().enumerate() {
        match (&mut current, line.trim_end()) {
            (None, "```console") => current = Some((at + 1, Vec::new())),
            (Some(_), "```") => blocks.extend(current.take()),
            (Some((_, commands)), line) => {
                commands.extend(line.strip_prefix("$ ").map(str::to_owned));
            }
            _ => {}
        }
    }
    blocks
}

/// A script that runs the commands and stops at the first one that ends as it should not.
fn script(commands: &[String]) -> String {
    let mut script = String::from("trap 'kill $(jobs -p) 2>/dev/null' EXIT\n");
    for command in commands {
        let (run, expected) = match command.split_once("# exits ") {
            Some((run, code)) => (run.trim(), code.trim()),
            None => (command.as_str(), "0"),
        };
        writeln!(script, "{run}").unwrap();
        if run.ends_with('&') {
            // A server in the background: wait until it answers.
            script.push_str(
                "for i in $(seq 100); do curl -s -o /dev/null http://127.0.0.1:8787/-/ && break; sleep 0.1; done\n",
            );
        } else {
            writeln!(
                script,
                "code=$?; [ $code -eq {expected} ] || {{ echo \"exit code $code, expected {expected}: {}\" >&2; exit 1; }}",
                run.replace(['"', '$', '`', '\\'], "'")
            )
            .unwrap();
        }
    }
    script
}

fn run_document(name: &str) {
    let root = root();
    let text = fs::read_to_string(root.join(name)).unwrap();
    let occi = PathBuf::from(env!("CARGO_BIN_EXE_occi"));
    let path = format!(
        "{}:{}",
        occi.parent().unwrap().display(),
        std::env::var("PATH").unwrap()
    );
    for (line, commands) in blocks(&text) {
        let directory = tempfile::tempdir().unwrap();
        for shared in ["specs", "examples"] {
            symlink(root.join(shared), directory.path().join(shared)).unwrap();
        }
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let script = script(&commands).replace("8787", &port.to_string());
        let mut shell = Command::new("bash");
        shell
            .arg("-c")
            .arg(&script)
            .current_dir(directory.path())
            .env("PATH", &path);
        let output = shell.output().unwrap();
        assert!(
            output.status.success(),
            "{name}:{line}: a command of this block failed\n{}\n{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

/// The documents, by path from the top.
fn documents() -> Vec<String> {
    let mut documents = vec!["README.md".to_owned()];
    for entry in fs::read_dir(root().join("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if Path::new(&name).extension().is_some_and(|e| e == "md") {
            documents.push(format!("docs/{name}"));
        }
    }
    documents.sort();
    documents
}

#[test]
fn commands_of_the_documentation_work() {
    let mut count = 0;
    for document in &documents() {
        let text = fs::read_to_string(root().join(document)).unwrap();
        count += blocks(&text).len();
        run_document(document);
    }
    assert!(count > 0, "no block found");
}

#[test]
fn links_between_documents_lead_somewhere() {
    let root = root();
    let mut count = 0;
    for document in documents() {
        let text = fs::read_to_string(root.join(&document)).unwrap();
        let folder = root.join(&document).parent().unwrap().to_owned();
        for part in text.split("](").skip(1) {
            let target = part.split([')', '#']).next().unwrap();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            assert!(folder.join(target).exists(), "{document}: {target}");
            count += 1;
        }
    }
    assert!(count > 5, "only {count} links found");
}

/// The files of a directory with this extension, in all its directories.
fn files_below(directory: &Path, extension: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") {
            files_below(&path, extension, found);
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(fs::read_to_string(path).unwrap());
        }
    }
}

/// The Rust of a guide stands in its example, which is compiled and run with the other tests; and
/// the features that its manifest names are those of the example.
#[test]
fn what_a_guide_shows_its_example_does() {
    for name in [
        "build-script",
        "client",
        "command-line",
        "macro",
        "rust-first",
    ] {
        let example = root().join("examples").join(name);
        let guide = fs::read_to_string(root().join(format!("docs/{name}.md"))).unwrap();
        let mut sources = Vec::new();
        files_below(&example, "rs", &mut sources);
        let mut pieces = 0;
        for piece in guide.split("```rust\n").skip(1) {
            let (piece, _) = piece.split_once("```").unwrap();
            let stands = sources.iter().any(|source| source.contains(piece));
            assert!(stands, "{name}: not in the example:\n{piece}");
            pieces += 1;
        }
        assert!(pieces > 0, "{name}: no piece found");
        let manifest = fs::read_to_string(example.join("Cargo.toml")).unwrap();
        for line in guide.lines().filter(|line| line.starts_with("occi = {")) {
            let (_, features) = line.split_once("features = ").unwrap();
            assert!(manifest.contains(features), "{name}: {line}");
        }
    }
}

/// The case that is written out in the guide is one of the tests.
#[test]
fn the_case_of_the_guide_is_run() {
    let guide = fs::read_to_string(root().join("docs/conformance.md")).unwrap();
    let source = root().join("conformance/tests/explicit/guide.rs");
    let source = fs::read_to_string(source).unwrap();
    let (_, piece) = guide.split_once("```rust\n").unwrap();
    let (piece, _) = piece.split_once("```").unwrap();
    assert!(source.contains(piece), "{piece}");
}

/// Every option of a door stands in its guide.
#[test]
fn guides_tell_of_every_option() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let mut options: Vec<(&str, String)> = Vec::new();
    for line in read("codegen/src/driver/builder.rs").lines() {
        let line = line.trim_start();
        let function = line.strip_prefix("pub const fn ");
        let Some(function) = function.or_else(|| line.strip_prefix("pub fn ")) else {
            continue;
        };
        if let Some((name, rest)) = function.split_once('(')
            && (rest.starts_with("mut self") || rest.starts_with("self,"))
        {
            options.push(("build-script", format!("`{name}(")));
        }
    }
    for line in read("macros/src/arguments.rs").lines() {
        if let Some((word, _)) = line.trim_start().split_once("\" =>")
            && let Some(word) = word.strip_prefix('"')
        {
            options.push(("macro", format!("`{word}")));
        }
    }
    let help = Command::new(env!("CARGO_BIN_EXE_occi"))
        .args(["generate", "--help"])
        .output()
        .unwrap();
    for line in String::from_utf8(help.stdout).unwrap().lines() {
        let option = line.split_whitespace().find(|word| word.starts_with("--"));
        if line.trim_start().starts_with('-')
            && let Some(option) = option.filter(|option| !["--help", "--version"].contains(option))
        {
            options.push(("command-line", format!("`{option}")));
        }
    }
    assert!(options.len() > 50, "{options:?}");
    for (name, option) in options {
        let guide = read(&format!("docs/{name}.md"));
        assert!(
            guide.contains(&option),
            "docs/{name}.md does not tell of {option}"
        );
    }
}

#[test]
fn a_failing_command_is_noticed() {
    let commands = ["false".to_owned(), "true".to_owned()];
    let status = Command::new("bash")
        .arg("-c")
        .arg(script(&commands))
        .status()
        .unwrap();
    assert!(!status.success());
    let commands = ["false # exits 1".to_owned()];
    let status = Command::new("bash")
        .arg("-c")
        .arg(script(&commands))
        .status()
        .unwrap();
    assert!(status.success());
}
