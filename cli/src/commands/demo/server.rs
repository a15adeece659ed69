//! A server process that ends with the demonstration, whatever happens.

use std::{
    env,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::exit::Failure;

/// A running server.
pub(super) struct Running {
    child: Child,
    url: String,
}

impl Running {
    /// Builds a generated crate and starts its binary.
    pub(super) fn generated(directory: &Path, name: &str) -> Result<Self, Failure> {
        let target = target_directory();
        let mut build = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        build
            .current_dir(directory)
            .args(["build", "--quiet"])
            // The settings of this workspace, so that what it has built is used again.
            .args(["--config", "profile.dev.debug='line-tables-only'"])
            .args(["--config", "profile.dev.build-override.opt-level=1"])
            .arg("--target-dir")
            .arg(&target);
        let status = build.status().map_err(|error| {
            Failure::world(format!(
                "cannot run cargo: {error}; `occi demo --interpreted` needs none"
            ))
        })?;
        if !status.success() {
            return Err(Failure::internal(
                "the generated crate does not build; the messages above say why",
            ));
        }
        let binary = target.join("debug").join(name);
        Self::start(Command::new(binary))
    }

    /// Starts this program as a server of a definition.
    pub(super) fn interpreted(definition: &str) -> Result<Self, Failure> {
        let this = env::current_exe().map_err(Failure::world)?;
        let mut command = Command::new(this);
        command.args(["serve", definition]);
        Self::start(command)
    }

    fn start(mut command: Command) -> Result<Self, Failure> {
        let mut child = command
            .args(["--memory", "--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| Failure::world(format!("cannot start the server: {error}")))?;
        let said = child.stdout.take().and_then(|stdout| {
            BufReader::new(stdout)
                .lines()
                .map_while(Result::ok)
                .find_map(|line| line.strip_prefix("listening on ").map(str::to_owned))
        });
        let mut running = Self {
            child,
            url: String::new(),
        };
        running.url = said.ok_or_else(|| {
            Failure::internal("the server ended before it listened; its message is above")
        })?;
        Ok(running)
    }

    /// Where it answers.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Ends it.
    pub(super) fn stop(mut self) -> Result<(), Failure> {
        self.child.kill().map_err(Failure::world)?;
        self.child.wait().map_err(Failure::world)?;
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // After `stop` both do nothing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where the crate is built: the target directory that this program was built in, so that its
/// dependencies are there already; else one beside the crate.
fn target_directory() -> std::path::PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(
        || {
            let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
            match checkout {
                Some(checkout) if checkout.join("Cargo.toml").exists() => checkout.join("target"),
                _ => env::temp_dir().join("occi-demo-target"),
            }
        },
        Into::into,
    )
}
