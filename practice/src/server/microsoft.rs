//! The TLS port: all of Microsoft's names on one listener, told apart by the host that a client asks for; and the proxy,
//! which takes a client to that listener when it asks for one of those names, and nowhere else.

use std::io;
use std::sync::Arc;

use http::uri::Authority as HostAndPort;
use http::{Method, Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use practice::is_microsoft_host;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::authority::Authority;
use super::{Dropped, Model, accept_all, answer, late, local_listeners, plain};

/// HTTPS's own port: the one that Microsoft's hosts listen on.
const HTTPS: u16 = 443;

/// Opens the TLS port and, right after it, the proxy's.
pub(super) async fn open(port: u16, authority: &Authority, model: &Model) -> io::Result<()> {
    let acceptor = TlsAcceptor::from(Arc::clone(&authority.config));
    for listener in local_listeners(port).await? {
        let (acceptor, model) = (acceptor.clone(), Arc::clone(model));
        tokio::spawn(accept_all(listener, move |stream| {
            converse(stream, acceptor.clone(), Arc::clone(&model))
        }));
    }
    for listener in local_listeners(port.saturating_add(1)).await? {
        let (acceptor, model) = (acceptor.clone(), Arc::clone(model));
        tokio::spawn(accept_all(listener, move |stream| {
            lead(stream, acceptor.clone(), Arc::clone(&model))
        }));
    }
    Ok(())
}

/// A client that breaks off, or asks for a name that is not there, is no concern of the model's.
async fn converse<S>(stream: S, acceptor: TlsAcceptor, model: Model)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let Ok(stream) = acceptor.accept(stream).await else {
        return;
    };
    // Without a name no certificate was shown, and there would be no stream.
    let name = stream
        .get_ref()
        .1
        .server_name()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let service = service_fn(|request| answer_as(request, &name, &model));
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// Answers as the host that the request names, which has to be the one that the certificate was shown for.
async fn answer_as(request: Request<Incoming>, name: &str, model: &Model) -> Result<Response<late::Answer>, Dropped> {
    let host = request.headers().get(http::header::HOST);
    let host = host.and_then(|host| HostAndPort::try_from(host.as_bytes()).ok());
    let Some(host) = host.filter(|host| host.host().eq_ignore_ascii_case(name)) else {
        return Ok(plain(421, "This connection was made to another host."));
    };
    let port = host.port_u16();
    let origin = match port {
        None | Some(HTTPS) => format!("https://{name}"),
        Some(port) => format!("https://{name}:{port}"),
    };
    answer(request, &origin, model, |cloud, now, request| {
        match cloud.origins().under_microsoft_names(name, port, cloud.tenant_name()) {
            Some(origins) => cloud.handle_under(origins, now, request),
            None => cloud.handle(now, request),
        }
    })
    .await
}

/// One client of the proxy.
async fn lead(stream: TcpStream, acceptor: TlsAcceptor, model: Model) {
    let service = service_fn(|request| {
        let response = tunnel(request, &acceptor, &model);
        async move { Ok::<_, std::convert::Infallible>(response) }
    });
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades()
        .await;
}

/// Opens the way to a name that the practice cloud plays. Whatever else is asked for stays where it is.
fn tunnel(request: Request<Incoming>, acceptor: &TlsAcceptor, model: &Model) -> Response<late::Answer> {
    let target = request.uri().authority();
    let is_ours = target.is_some_and(|target| target.port_u16() == Some(HTTPS) && is_microsoft_host(target.host()));
    if request.method() != Method::CONNECT || !is_ours {
        return plain(
            StatusCode::FORBIDDEN.as_u16(),
            "This proxy leads to the practice cloud under Microsoft's names, and nowhere else.",
        );
    }
    let (acceptor, model) = (acceptor.clone(), Arc::clone(model));
    tokio::spawn(async move {
        if let Ok(stream) = hyper::upgrade::on(request).await {
            converse(TokioIo::new(stream), acceptor, model).await;
        }
    });
    plain(StatusCode::OK.as_u16(), "")
}
