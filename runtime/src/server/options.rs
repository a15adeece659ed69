//! What a server process is told on its command line.

use std::{ffi::OsString, net::SocketAddr, path::PathBuf, process};

use lexopt::prelude::{Long, Short, ValueExt as _};

/// Where instances are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreChoice {
    /// In this file; needs the feature `store-redb`.
    Disk(PathBuf),
    /// In memory; gone when the process ends.
    Memory,
}

/// Options of a server process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Address and port to listen on. Default: `127.0.0.1:8787`; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where instances are kept. Default: `./NAME.redb`.
    pub store: StoreChoice,
    /// Scheme and host of the URLs in answers; by default from the `Host` header.
    pub base_url: Option<String>,
    /// File of users, one `NAME:PASSWORD` a line; with it or with tokens, everybody else is
    /// refused.
    pub users: Option<PathBuf>,
    /// File of tokens, one `TOKEN NAME` a line.
    pub tokens: Option<PathBuf>,
    /// Whether each request is told on standard error, a line each.
    pub log: bool,
}

/// Port unless the command line says otherwise.
const DEFAULT_PORT: u16 = 8787;

/// What a command line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// To serve.
    Serve(Options),
    /// To explain itself.
    Help,
}

impl Options {
    /// The options when nothing is given.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], DEFAULT_PORT)),
            store: StoreChoice::Disk(PathBuf::from(format!("./{name}.redb"))),
            base_url: None,
            users: None,
            tokens: None,
            log: false,
        }
    }

    /// Reads the command line of this process. `--help` prints the usage and ends the process
    /// with code 0; a faulty command line prints what is wrong and ends it with code 2.
    #[must_use]
    pub fn from_args(name: &str) -> Self {
        match parse(name, std::env::args_os().skip(1)) {
            Ok(Command::Serve(options)) => options,
            Ok(Command::Help) => {
                print!("{}", usage(name));
                process::exit(0);
            }
            Err(error) => {
                eprintln!("error: {error}");
                eprintln!("try `{name} --help`");
                process::exit(2);
            }
        }
    }
}

/// Reads a command line, without the name of the program.
pub(crate) fn parse(
    name: &str,
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Command, lexopt::Error> {
    let mut options = Options::new(name);
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut chosen = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Short('l') | Long("listen") => options.listen = address(&parser.value()?.string()?)?,
            Long("store") => {
                let store = StoreChoice::Disk(PathBuf::from(parser.value()?));
                choose(&mut chosen, store)?;
            }
            Long("memory") => choose(&mut chosen, StoreChoice::Memory)?,
            Long("user-file") => options.users = Some(PathBuf::from(parser.value()?)),
            Long("token-file") => options.tokens = Some(PathBuf::from(parser.value()?)),
            Long("log") => options.log = true,
            Long("base-url") => options.base_url = Some(parser.value()?.string()?),
            other => return Err(other.unexpected()),
        }
    }
    if let Some(store) = chosen {
        options.store = store;
    }
    Ok(Command::Serve(options))
}

fn choose(chosen: &mut Option<StoreChoice>, store: StoreChoice) -> Result<(), lexopt::Error> {
    if chosen.as_ref().is_some_and(|other| *other != store) {
        return Err("`--store` and `--memory` exclude each other, and each is given once".into());
    }
    *chosen = Some(store);
    Ok(())
}

/// An address with port, a port alone, or an address alone.
fn address(text: &str) -> Result<SocketAddr, lexopt::Error> {
    if let Ok(address) = text.parse() {
        return Ok(address);
    }
    if let Ok(port) = text.strip_prefix(':').unwrap_or(text).parse() {
        return Ok(SocketAddr::from(([127, 0, 0, 1], port)));
    }
    if let Ok(address) = text.parse() {
        return Ok(SocketAddr::new(address, DEFAULT_PORT));
    }
    Err(
        format!("`--listen {text}` is no address; give one such as 127.0.0.1:8787 or [::1]:8787")
            .into(),
    )
}

fn usage(name: &str) -> String {
    format!(
        "\
Serves OCCI over HTTP until Ctrl-C.

Usage: {name} [options]

  -l, --listen ADDRESS  address and port to listen on (default 127.0.0.1:{DEFAULT_PORT});
                        port 0 takes a free one
      --store FILE      where instances are kept (default ./{name}.redb)
      --memory          keep instances in memory only
      --base-url URL    scheme and host of URLs in answers, for a server behind a proxy
      --user-file FILE  who may use the service (HTTP Basic): NAME:PASSWORD a line
      --token-file FILE who may use it by tokens: TOKEN NAME a line
      --log             a line on standard error for each request
  -h, --help            this text
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(arguments: &[&str]) -> Result<Command, String> {
        parse("x", arguments.iter().map(OsString::from)).map_err(|error| error.to_string())
    }

    fn served(arguments: &[&str]) -> Options {
        match of(arguments) {
            Ok(Command::Serve(options)) => options,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn defaults_need_no_arguments() {
        let options = served(&[]);
        assert_eq!(options.listen.to_string(), "127.0.0.1:8787");
        assert_eq!(options.store, StoreChoice::Disk("./x.redb".into()));
    }

    #[test]
    fn each_option_is_read() {
        let options = served(&["--listen", "0.0.0.0:1", "--memory", "--base-url=https://a"]);
        assert_eq!(options.listen.to_string(), "0.0.0.0:1");
        assert_eq!(options.store, StoreChoice::Memory);
        assert_eq!(options.base_url.as_deref(), Some("https://a"));
        assert_eq!(served(&["-l", "90"]).listen.to_string(), "127.0.0.1:90");
        assert_eq!(served(&["-l", "::1"]).listen.to_string(), "[::1]:8787");
        assert_eq!(
            served(&["--store", "a/b"]).store,
            StoreChoice::Disk("a/b".into())
        );
        let options = served(&["--user-file", "u", "--token-file=t"]);
        assert_eq!(options.users, Some("u".into()));
        assert_eq!(options.tokens, Some("t".into()));
        assert!(!options.log && served(&["--log"]).log);
        assert_eq!(of(&["-h"]), Ok(Command::Help));
    }

    #[test]
    fn faults_say_what_to_give() {
        assert!(
            of(&["--listen", "nowhere"])
                .unwrap_err()
                .contains("127.0.0.1:8787")
        );
        assert!(
            of(&["--memory", "--store", "x"])
                .unwrap_err()
                .contains("exclude")
        );
        assert!(of(&["--nonsense"]).unwrap_err().contains("--nonsense"));
        of(&["--listen"]).unwrap_err();
        of(&["stray"]).unwrap_err();
    }
}
