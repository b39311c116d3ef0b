//! The command line: which command with which options.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::ValueExt as _;
use lexopt::prelude::{Long, Short, Value};

use crate::failure::Failure;
use crate::site::Profile;

/// What `cargo xtask help` prints.
pub(crate) const HELP: &str = "\
cargo xtask serve    build Luk, start the practice cloud and serve both on this machine
    --port N         the site's port, 8080 if left out; the practice cloud takes the six after it
    --tenant NAME    which practice tenant (a name, or a FILE that describes one)
    --release        the small, optimised build
    --record FILE    write every request that the practice cloud answered to FILE, one JSON line each
    --control        open the practice cloud's control port (faults, time, what is left in the tenant)
    --tls            answer under Microsoft's own names, too: by TLS on one port, with a proxy to it on the next
    --tls-port N     that port, 8443 if left out
    --config FILE    serve the site with this config.json; without --tls no practice cloud is started
    --no-build       serve what was built last
cargo xtask test     every check and test; or only the named stages:
                     format, lint, native, browser, clients, e2e
cargo xtask simulate the engine in thousands of stories in which everything goes wrong
    --seeds N        how many, 100000 if left out
    --from S         the first seed, 0 if left out
cargo xtask mutants  takes each guard out of a copy once, and looks whether the simulation notices; or only the guards of
                     which the description holds one of the words that follow
cargo xtask bench    speed and memory: of the practice cloud, of a run, of Luk in a browser beside Microsoft's own client
                     library; each figure with its target. Takes a quarter of an hour
cargo xtask dist     the finished static site in dist/
    --config FILE    with this config.json in place of public/config.json
";

/// A command with its options.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Serve(ServeOptions),
    Test(Vec<Stage>),
    Simulate(Seeds),
    Mutants(Vec<String>),
    Bench,
    Dist(DistOptions),
    Help,
}

/// The options of `serve`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ServeOptions {
    pub(crate) port: u16,
    pub(crate) profile: Profile,
    pub(crate) build: Build,
    pub(crate) cloud: Cloud,
}

/// Whether the site is built before it is served.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Build {
    Now,
    AsItIs,
}

/// Which cloud the served site talks to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Cloud {
    /// The practice cloud, started along with the site.
    Practice(PracticeOptions),
    /// Whatever this `config.json` names.
    Configured(PathBuf),
}

/// Options of the practice cloud.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct PracticeOptions {
    pub(crate) tenant: Option<OsString>,
    pub(crate) record: Option<OsString>,
    pub(crate) control: bool,
    /// The port on which it answers under Microsoft's own names.
    pub(crate) tls_port: Option<u16>,
    /// The `config.json` of the site, when it is to use those names.
    pub(crate) config: Option<PathBuf>,
}

/// The options of `simulate`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Seeds {
    pub(crate) from: u64,
    pub(crate) count: u64,
}

/// The options of `dist`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct DistOptions {
    pub(crate) config: Option<PathBuf>,
}

/// A part of `test`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Format,
    Lint,
    Native,
    Browser,
    Clients,
    EndToEnd,
}

impl Stage {
    /// All of them, in the order in which they run.
    pub(crate) const ALL: [Self; 6] = [
        Self::Format,
        Self::Lint,
        Self::Native,
        Self::Browser,
        Self::Clients,
        Self::EndToEnd,
    ];

    /// The stage's name on the command line and in the totals.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Lint => "lint",
            Self::Native => "native",
            Self::Browser => "browser",
            Self::Clients => "clients",
            Self::EndToEnd => "e2e",
        }
    }
}

impl Command {
    /// Reads the words after `cargo xtask`.
    ///
    /// # Errors
    /// When a word, an option or a value is not understood.
    pub(crate) fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Self, Failure> {
        read(lexopt::Parser::from_args(words)).map_err(|error| Failure::Usage(error.to_string()))
    }
}

fn read(mut parser: lexopt::Parser) -> Result<Command, lexopt::Error> {
    match parser.next()? {
        Some(Value(word)) if word == "serve" => read_serve(parser),
        Some(Value(word)) if word == "test" => read_test(parser),
        Some(Value(word)) if word == "simulate" => read_simulate(parser),
        Some(Value(word)) if word == "mutants" => read_mutants(parser),
        Some(Value(word)) if word == "bench" => read_alone(parser, Command::Bench),
        Some(Value(word)) if word == "dist" => read_dist(parser),
        Some(Value(word)) if word == "help" => Ok(Command::Help),
        Some(Long("help") | Short('h')) | None => Ok(Command::Help),
        Some(other) => Err(other.unexpected()),
    }
}

fn read_serve(mut parser: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut port, mut profile, mut build) = (8080, Profile::Debug, Build::Now);
    let (mut options, mut config) = (PracticeOptions::default(), None);
    let mut tls_port = 8443;
    let mut tls = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => port = parser.value()?.parse()?,
            Long("tenant") => options.tenant = Some(parser.value()?),
            Long("release") => profile = Profile::Release,
            Long("record") => options.record = Some(parser.value()?),
            Long("control") => options.control = true,
            Long("tls") => tls = true,
            Long("tls-port") => {
                tls = true;
                tls_port = parser.value()?.parse()?;
            }
            Long("config") => config = Some(PathBuf::from(parser.value()?)),
            Long("no-build") => build = Build::AsItIs,
            Long("help") | Short('h') => return Ok(Command::Help),
            Long(_) | Short(_) | Value(_) => return Err(argument.unexpected()),
        }
    }
    if port == 0 || port > u16::MAX - 6 {
        return Err("the port must leave room for the practice cloud's six after it".into());
    }
    if tls_port == 0 || tls_port == u16::MAX {
        return Err("the TLS port must leave room for the proxy's after it".into());
    }
    options.tls_port = tls.then_some(tls_port);
    let cloud = match config {
        Some(config) if options == PracticeOptions::default() => Cloud::Configured(config),
        Some(_) if !tls => {
            return Err(
                "--config starts no practice cloud, so --tenant, --record and --control don't go with it without --tls"
                    .into(),
            );
        }
        config => Cloud::Practice(PracticeOptions { config, ..options }),
    };
    Ok(Command::Serve(ServeOptions {
        port,
        profile,
        build,
        cloud,
    }))
}

fn read_test(mut parser: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut stages = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(word) => match Stage::ALL.into_iter().find(|stage| word == stage.name()) {
                Some(stage) => stages.push(stage),
                None => return Err(format!("there is no stage {}", word.to_string_lossy()).into()),
            },
            Long("help") | Short('h') => return Ok(Command::Help),
            Long(_) | Short(_) => return Err(argument.unexpected()),
        }
    }
    Ok(Command::Test(if stages.is_empty() {
        Stage::ALL.to_vec()
    } else {
        stages
    }))
}

fn read_simulate(mut parser: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut seeds = Seeds {
        from: 0,
        count: 100_000,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("seeds") => seeds.count = parser.value()?.parse()?,
            Long("from") => seeds.from = parser.value()?.parse()?,
            Long("help") | Short('h') => return Ok(Command::Help),
            Long(_) | Short(_) | Value(_) => return Err(argument.unexpected()),
        }
    }
    Ok(Command::Simulate(seeds))
}

fn read_mutants(mut parser: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut words = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(word) => words.push(word.string()?),
            Long("help") | Short('h') => return Ok(Command::Help),
            Long(_) | Short(_) => return Err(argument.unexpected()),
        }
    }
    Ok(Command::Mutants(words))
}

fn read_alone(mut parser: lexopt::Parser, command: Command) -> Result<Command, lexopt::Error> {
    match parser.next()? {
        None => Ok(command),
        Some(Long("help") | Short('h')) => Ok(Command::Help),
        Some(other) => Err(other.unexpected()),
    }
}

fn read_dist(mut parser: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut options = DistOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("config") => options.config = Some(PathBuf::from(parser.value()?)),
            Long("help") | Short('h') => return Ok(Command::Help),
            Long(_) | Short(_) | Value(_) => return Err(argument.unexpected()),
        }
    }
    Ok(Command::Dist(options))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Command, String> {
        Command::parse(line.split_whitespace().map(OsString::from)).map_err(|failure| failure.to_string())
    }

    #[test]
    fn serve_alone_builds_for_debugging_on_8080_with_the_practice_cloud() {
        let cloud = Cloud::Practice(PracticeOptions::default());
        let expected = ServeOptions {
            port: 8080,
            profile: Profile::Debug,
            build: Build::Now,
            cloud,
        };
        assert_eq!(parse("serve"), Ok(Command::Serve(expected)));
    }

    #[test]
    fn serve_takes_all_its_options() {
        let cloud = Cloud::Practice(PracticeOptions {
            tenant: Some("tiny".into()),
            record: Some("a.jsonl".into()),
            control: true,
            tls_port: Some(9443),
            config: Some("a.json".into()),
        });
        let expected = ServeOptions {
            port: 18080,
            profile: Profile::Release,
            build: Build::AsItIs,
            cloud,
        };
        let line = "serve --no-build --release --port 18080 --tenant tiny --record a.jsonl --control \
                    --tls-port 9443 --config a.json";
        assert_eq!(parse(line), Ok(Command::Serve(expected)));
    }

    #[test]
    fn the_site_has_a_configuration_of_its_own_without_a_cloud_or_under_microsofts_names() {
        let cloud = |line: &str| match parse(line) {
            Ok(Command::Serve(options)) => options.cloud,
            other => panic!("{other:?}"),
        };
        assert_eq!(cloud("serve --config a.json"), Cloud::Configured("a.json".into()));
        let options = PracticeOptions {
            tls_port: Some(8443),
            config: Some("a.json".into()),
            ..PracticeOptions::default()
        };
        assert_eq!(cloud("serve --tls --config a.json"), Cloud::Practice(options));
    }

    #[test]
    fn options_that_would_be_ignored_are_refused() {
        assert!(parse("serve --config a.json --tenant tiny").is_err_and(|words| words.contains("no practice cloud")));
        assert!(parse("serve --port 65535").is_err_and(|words| words.contains("port")));
        assert!(parse("serve --tls-port 65535").is_err_and(|words| words.contains("proxy")));
        assert!(parse("dist --release").is_err());
        assert!(parse("bench --quick").is_err());
        assert!(parse("fly").is_err());
    }

    #[test]
    fn test_runs_the_named_stages_or_all() {
        assert_eq!(
            parse("test native e2e"),
            Ok(Command::Test(vec![Stage::Native, Stage::EndToEnd]))
        );
        assert_eq!(parse("test"), Ok(Command::Test(Stage::ALL.to_vec())));
        assert_eq!(parse("mutants"), Ok(Command::Mutants(Vec::new())));
        assert_eq!(
            parse("mutants throttled tab"),
            Ok(Command::Mutants(vec!["throttled".to_owned(), "tab".to_owned()]))
        );
        assert!(parse("test everything").is_err_and(|words| words.contains("everything")));
    }
}
