//! The command line.

use std::path::PathBuf;

use practice::{Tenant, TenantName, UnknownTenant};

/// What `--help` says.
pub(crate) const USAGE: &str = "\
The practice cloud: a model of the corner of Microsoft's cloud that closing a tenant touches.

practice --site URL --port PORT [options]
  --site URL            where the site is served, such as http://localhost:8080
  --port PORT           the first of six ports: login, graph +1, arm +2, admin +3, downloads +4, control +5
  --tenant NAME|FILE    a tenant that comes along (default contoso; a wrong name lists them),
                        or a JSON file that describes one (see the README)
  --seed NUMBER         where all ids and all chance come from (default 1)
  --redirect-uri URL    a redirect address of Luk's, may be given again (default: SITE/ and SITE/signin/)
  --native-redirect-uri URL
                        one of the type for apps that are no web pages, may be given again
  --tls-port PORT       also answers under Microsoft's own names on this port, by TLS; an HTTP proxy to it is on the next
  --authority FILE      where the certificate is written that clients then have to trust
                        (default: luk-practice-PORT.pem in the folder for temporary files)
  --control             listens on the control port too
  --record FILE         writes a line of JSON for each answered request
  --with-parent         ends when its standard input is closed";

/// What was asked for.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) first_port: u16,
    pub(crate) tenant: Tenant,
    pub(crate) seed: u64,
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) native_redirect_uris: Vec<String>,
    pub(crate) tls: Option<Tls>,
    pub(crate) control: Control,
    pub(crate) record: Option<PathBuf>,
    pub(crate) parent: Parent,
}

/// Answering under Microsoft's names.
#[derive(Debug)]
pub(crate) struct Tls {
    pub(crate) port: u16,
    /// Where the certificate of the authority is written.
    pub(crate) authority: PathBuf,
}

/// Whether the control listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Control {
    Off,
    On,
}

/// Whether the program lives as long as its standard input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parent {
    None,
    Watched,
}

/// Where Luk may be sent back to below its site.
const CALLBACKS: [&str; 2] = ["/", "/signin/"];

impl Options {
    /// Reads the command line; nothing when help was asked for.
    pub(crate) fn read() -> Result<Option<Self>, lexopt::Error> {
        use lexopt::prelude::*;

        let mut parser = lexopt::Parser::from_env();
        let (mut site, mut port) = (None::<String>, None);
        let (mut tls_port, mut authority) = (None::<u16>, None::<PathBuf>);
        let mut options = Self {
            first_port: 0,
            tenant: TenantName::Contoso.into(),
            seed: 1,
            redirect_uris: Vec::new(),
            native_redirect_uris: Vec::new(),
            tls: None,
            control: Control::Off,
            record: None,
            parent: Parent::None,
        };
        while let Some(argument) = parser.next()? {
            match argument {
                Long("site") => site = Some(parser.value()?.string()?),
                Long("port") => port = Some(parser.value()?.parse()?),
                Long("tenant") => options.tenant = tenant(&parser.value()?.string()?)?,
                Long("seed") => options.seed = parser.value()?.parse()?,
                Long("redirect-uri") => options.redirect_uris.push(parser.value()?.string()?),
                Long("native-redirect-uri") => options.native_redirect_uris.push(parser.value()?.string()?),
                Long("tls-port") => tls_port = Some(parser.value()?.parse()?),
                Long("authority") => authority = Some(parser.value()?.into()),
                Long("control") => options.control = Control::On,
                Long("record") => options.record = Some(parser.value()?.into()),
                Long("with-parent") => options.parent = Parent::Watched,
                Long("help") | Short('h') => return Ok(None),
                Short(_) | Long(_) | Value(_) => return Err(argument.unexpected()),
            }
        }
        options.first_port = port.ok_or("the option --port is missing")?;
        if options.first_port > u16::MAX - 5 {
            return Err("--port needs five more ports above it".into());
        }
        options.tls = match (tls_port, authority) {
            (Some(port), authority) if port > 0 && port < u16::MAX => Some(Tls {
                port,
                authority: authority.unwrap_or_else(|| std::env::temp_dir().join(format!("luk-practice-{port}.pem"))),
            }),
            (Some(_), _) => return Err("--tls-port needs one more port above it".into()),
            (None, Some(_)) => return Err("--authority goes with --tls-port".into()),
            (None, None) => None,
        };
        let site = site.ok_or("the option --site is missing")?;
        if options.redirect_uris.is_empty() {
            let site = site.trim_end_matches('/');
            options.redirect_uris = CALLBACKS.iter().map(|path| format!("{site}{path}")).collect();
        }
        Ok(Some(options))
    }
}

/// A tenant by its name, or out of a file: whatever ends in `.json` or holds a separator of folders is one.
fn tenant(text: &str) -> Result<Tenant, String> {
    let is_file = text.ends_with(".json") || text.contains(std::path::is_separator);
    if !is_file {
        let name: TenantName = text.parse().map_err(|error: UnknownTenant| error.to_string())?;
        return Ok(name.into());
    }
    let content = std::fs::read_to_string(text).map_err(|error| format!("{text}: {error}"))?;
    Tenant::from_json(&content).map_err(|error| format!("{text}: {error}"))
}
