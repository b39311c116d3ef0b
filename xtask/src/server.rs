//! A static file server for a finished site, with the headers that a real host would send. Listens on this machine only.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION};
use http::{Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::failure::Failure;
use crate::finish::{Site, SiteFile, short_sum};

type Answer = Response<Full<Bytes>>;

/// An opened port, not yet answering.
pub(crate) struct Server {
    listeners: Vec<TcpListener>,
}

impl Server {
    /// Opens the port on this machine, for both ways in which `localhost` is looked up.
    ///
    /// # Errors
    /// When the port is taken.
    pub(crate) async fn open(port: u16) -> Result<Self, Failure> {
        let open = |address: IpAddr| TcpListener::bind((address, port));
        let first = open(Ipv4Addr::LOCALHOST.into())
            .await
            .map_err(|source| Failure::Port { port, source })?;
        let mut listeners = vec![first];
        // A machine may have no IPv6.
        listeners.extend(open(Ipv6Addr::LOCALHOST.into()).await.ok());
        Ok(Self { listeners })
    }

    /// Answers requests for as long as the returned future is polled.
    pub(crate) async fn run(self, site: Site) {
        let site = Arc::new(site);
        let mut tasks = tokio::task::JoinSet::new();
        for listener in self.listeners {
            tasks.spawn(accept(listener, Arc::clone(&site)));
        }
        while tasks.join_next().await.is_some() {}
    }
}

async fn accept(listener: TcpListener, site: Arc<Site>) {
    loop {
        // A connection that breaks while it is being opened is the client's matter.
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        let site = Arc::clone(&site);
        tokio::spawn(async move {
            let service = service_fn(|request| {
                let answer = answer(&site, &request);
                async move { Ok::<_, Infallible>(answer) }
            });
            // So is one that breaks later.
            drop(
                http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service)
                    .await,
            );
        });
    }
}

/// The answer to a request; its body is never read.
fn answer<Body>(site: &Site, request: &Request<Body>) -> Answer {
    let mut answer = if request.method() == Method::GET || request.method() == Method::HEAD {
        find(site, request)
    } else {
        with_header(
            plain(StatusCode::METHOD_NOT_ALLOWED, "Luk's site is only read."),
            ALLOW,
            "GET, HEAD",
        )
    };
    for header in &site.headers {
        answer = with_header(answer, header.name, &header.value);
    }
    answer
}

fn find<Body>(site: &Site, request: &Request<Body>) -> Answer {
    let path = request.uri().path().trim_start_matches('/');
    let page = if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    };
    if let Some(file) = site.files.get(&page) {
        return found(&page, file, request);
    }
    if site.files.contains_key(&format!("{path}/index.html")) {
        let query = request
            .uri()
            .query()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        let answer = plain(StatusCode::MOVED_PERMANENTLY, "This page's address ends with a slash.");
        return with_header(answer, LOCATION, &format!("/{path}/{query}"));
    }
    plain(StatusCode::NOT_FOUND, "There is no such file in Luk's site.")
}

fn found<Body>(path: &str, file: &SiteFile, request: &Request<Body>) -> Answer {
    let tag = format!("\"{}\"", short_sum(&file.bytes));
    let known = request
        .headers()
        .get(IF_NONE_MATCH)
        .is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let mut answer = if known {
        let mut answer = Response::new(Full::default());
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        answer
    } else {
        Response::new(Full::from(file.bytes.clone()))
    };
    for (name, value) in [
        (CONTENT_TYPE, media_type(path)),
        (CACHE_CONTROL, file.caching.value()),
        (ETAG, &tag),
    ] {
        answer = with_header(answer, name, value);
    }
    answer
}

fn plain(status: StatusCode, words: &'static str) -> Answer {
    let mut answer = Response::new(Full::from(words));
    *answer.status_mut() = status;
    with_header(answer, CONTENT_TYPE, "text/plain; charset=utf-8")
}

fn with_header(mut answer: Answer, name: impl TryInto<http::HeaderName>, value: &str) -> Answer {
    if let (Ok(name), Ok(value)) = (name.try_into(), value.parse()) {
        answer.headers_mut().insert(name, value);
    }
    answer
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        Some("webmanifest") => "application/manifest+json",
        Some(_) | None => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::finish::{Caching, Header};

    fn site() -> Site {
        let file = |text: &str| SiteFile {
            bytes: text.as_bytes().to_vec(),
            caching: Caching::Revalidate,
        };
        let files = [
            ("index.html", "start"),
            ("closing/index.html", "closing"),
            ("luk_bg.wasm", "wasm"),
        ];
        Site {
            files: BTreeMap::from(files.map(|(path, text)| (path.to_owned(), file(text)))),
            headers: vec![Header {
                name: "X-Content-Type-Options",
                value: "nosniff".to_owned(),
            }],
            first_load: Vec::new(),
        }
    }

    fn ask(method: Method, path: &str, known: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(IF_NONE_MATCH, known)
            .body(())
            .unwrap();
        let answer = answer(&site(), &request);
        assert_eq!(
            answer.headers()["x-content-type-options"],
            "nosniff",
            "every answer carries the headers"
        );
        answer
    }

    #[test]
    fn a_folder_answers_with_its_page_and_is_redirected_to_with_a_slash() {
        assert_eq!(
            ask(Method::GET, "/closing/?step=1", "").headers()[CONTENT_TYPE],
            "text/html; charset=utf-8"
        );
        let answer = ask(Method::GET, "/closing?step=1", "");
        assert_eq!(answer.status(), StatusCode::MOVED_PERMANENTLY);
        assert_eq!(answer.headers()[LOCATION], "/closing/?step=1");
    }

    #[test]
    fn a_file_that_the_browser_has_is_not_sent_again() {
        let first = ask(Method::GET, "/luk_bg.wasm", "");
        assert_eq!(first.headers()[CONTENT_TYPE], "application/wasm");
        let tag = first.headers()[ETAG].to_str().unwrap().to_owned();
        assert_eq!(
            ask(Method::GET, "/luk_bg.wasm", &tag).status(),
            StatusCode::NOT_MODIFIED
        );
        assert_eq!(ask(Method::GET, "/luk_bg.wasm", "\"other\"").status(), StatusCode::OK);
    }

    #[test]
    fn what_is_not_there_is_not_found_and_nothing_can_be_written() {
        assert_eq!(ask(Method::GET, "/../Cargo.toml", "").status(), StatusCode::NOT_FOUND);
        assert_eq!(ask(Method::POST, "/", "").status(), StatusCode::METHOD_NOT_ALLOWED);
    }
}
