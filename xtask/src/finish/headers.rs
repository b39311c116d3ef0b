//! The response headers of the site: the one list that the local server and every host's header file are made from.

use super::Audience;
use super::policy::Policy;

/// A response header.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Header {
    pub(crate) name: &'static str,
    pub(crate) value: String,
}

/// How long a browser may keep a file without asking again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caching {
    /// Ask each time whether it is still the same.
    Revalidate,
    /// The name holds a sum of the content, so the content behind it never changes.
    Immutable,
}

impl Caching {
    /// Told from the name alone: `NAME-0123456789abcdef.EXT`.
    pub(super) fn of(path: &str) -> Self {
        let stem = path.split('.').next().unwrap_or_default();
        let sum = stem.rsplit_once('-').map(|(_, sum)| sum);
        let named_by_content =
            sum.is_some_and(|sum| sum.len() == 16 && sum.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if named_by_content {
            Self::Immutable
        } else {
            Self::Revalidate
        }
    }

    /// The value of `Cache-Control`.
    pub(crate) fn value(self) -> &'static str {
        match self {
            Self::Revalidate => "no-cache",
            Self::Immutable => "public, max-age=31536000, immutable",
        }
    }
}

/// What Luk needs: writing to the clipboard, for what is there to copy, and keeping the machine awake during a run.
const ALLOWED_FEATURES: [&str; 2] = ["clipboard-write", "screen-wake-lock"];

/// What it has no use for.
const DENIED_FEATURES: [&str; 20] = [
    "accelerometer",
    "autoplay",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "serial",
    "sync-xhr",
    "usb",
    "xr-spatial-tracking",
];

/// What goes with every file.
pub(super) fn for_every_file(policy: &Policy, audience: Audience) -> Vec<Header> {
    let header = |name, value: &str| Header {
        name,
        value: value.to_owned(),
    };
    let mut headers = vec![
        header("Content-Security-Policy", &policy.in_header()),
        header("Cross-Origin-Embedder-Policy", "require-corp"),
        header("Cross-Origin-Opener-Policy", "same-origin"),
        header("Cross-Origin-Resource-Policy", "same-origin"),
        header("Permissions-Policy", &permissions()),
        header("Referrer-Policy", "no-referrer"),
        header("X-Content-Type-Options", "nosniff"),
    ];
    if audience == Audience::Public {
        headers.push(header(
            "Strict-Transport-Security",
            "max-age=63072000; includeSubDomains",
        ));
    }
    headers
}

fn permissions() -> String {
    let denied = DENIED_FEATURES.iter().map(|feature| format!("{feature}=()"));
    let allowed = ALLOWED_FEATURES.iter().map(|feature| format!("{feature}=(self)"));
    denied.chain(allowed).collect::<Vec<String>>().join(", ")
}
