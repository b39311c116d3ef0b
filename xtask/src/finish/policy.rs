//! The content security policy: the one place that says what a page of Luk may load, run and talk to.

use super::config::Config;

/// The policy for a configuration.
pub(super) struct Policy {
    connect: String,
}

impl Policy {
    pub(super) fn for_config(config: &Config) -> Self {
        let sources: Vec<&str> = std::iter::once("'self'")
            .chain(config.origins.iter().map(String::as_str))
            .collect();
        Self {
            connect: sources.join(" "),
        }
    }

    /// For `<meta>` in a page. Browsers ignore `frame-ancestors` there and say so in the console (CSP 3, section 3.3).
    pub(super) fn in_page(&self) -> String {
        let connect = &self.connect;
        [
            "default-src 'none'",
            // Not 'unsafe-eval': compiling our own WebAssembly is all that is needed.
            "script-src 'self' 'wasm-unsafe-eval'",
            "style-src 'self'",
            "img-src 'self'",
            "font-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            &format!("connect-src {connect}"),
            "base-uri 'self'",
            "form-action 'none'",
            "object-src 'none'",
            "frame-src 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types luk",
        ]
        .join("; ")
    }

    /// For the response header.
    pub(super) fn in_header(&self) -> String {
        format!("{}; frame-ancestors 'none'", self.in_page())
    }
}
