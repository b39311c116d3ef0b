//! The listeners: each takes requests for its own origin to the one model, one at a time, and carries the answer back.

mod authority;

mod late;
mod microsoft;
mod options;
mod record;

use std::io::{self, Write as _};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{Request, Response};
use http_body_util::{BodyExt as _, Either, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use practice::{CLIENT_ID, Cloud, Origins, Service, Setup, Timestamp};
use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpListener, TcpStream};

use crate::server::authority::Authority;
use crate::server::options::{Control, Parent, Tls};
use crate::server::record::Record;

pub(crate) use options::{Options, USAGE};

/// A little above the model's own limit, so that the model can refuse by itself.
const LARGEST_BODY: usize = 5 * 1024 * 1024;

/// The model and where its answers are written down.
struct Shared {
    cloud: Cloud,
    record: Option<Record>,
    unmodelled_told: usize,
}

type Model = Arc<Mutex<Shared>>;

/// Serves until it is told to end.
pub(crate) fn run(options: Options) -> io::Result<()> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?
        .block_on(serve(options))
}

async fn serve(options: Options) -> io::Result<()> {
    let origins = Origins::local(options.first_port);
    let record = options.record.as_deref().map(Record::create).transpose()?;
    let mut cloud = Cloud::new(Setup {
        origins: origins.clone(),
        redirect_uris: options.redirect_uris,
        tenant: options.tenant,
        seed: options.seed,
    });
    for address in &options.native_redirect_uris {
        cloud.register_native_redirect(address);
    }
    let mut ready = serde_json::json!({
        "ready": true, "origins": origins, "clientId": CLIENT_ID, "tenant": cloud.tenant_name(),
        "tenantId": cloud.tenant_id(), "control": options.control == Control::On, "accounts": cloud.accounts(),
    });
    let model: Model = Arc::new(Mutex::new(Shared {
        cloud,
        record,
        unmodelled_told: 0,
    }));
    for (service, port) in Service::ALL.into_iter().zip(options.first_port..) {
        if service == Service::Control && options.control == Control::Off {
            continue;
        }
        let origin: Arc<str> = origins.of(service).into();
        for listener in local_listeners(port).await? {
            let (origin, model) = (Arc::clone(&origin), Arc::clone(&model));
            tokio::spawn(accept_all(listener, move |stream| {
                converse(stream, Arc::clone(&origin), Arc::clone(&model))
            }));
        }
    }
    if let (Some(tls), Some(ready)) = (&options.tls, ready.as_object_mut()) {
        ready.insert("tls".to_owned(), open_tls(tls, &model).await?);
    }
    writeln!(io::stdout(), "{ready}")?;
    io::stdout().flush()?;
    told_to_end(options.parent).await
}

/// Answers under Microsoft's names as well; gives what a client has to know for that.
async fn open_tls(tls: &Tls, model: &Model) -> io::Result<serde_json::Value> {
    let authority = Authority::make(now())?;
    microsoft::open(tls.port, &authority, model).await?;
    let file = &tls.authority;
    std::fs::write(file, &authority.pem)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))?;
    Ok(serde_json::json!({
        "port": tls.port, "proxy": format!("http://localhost:{}", tls.port.saturating_add(1)),
        "certificateAuthority": file, "publicKeySum": authority.public_key_sum,
    }))
}

async fn told_to_end(parent: Parent) -> io::Result<()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    let input_closed = async {
        match parent {
            Parent::None => std::future::pending().await,
            Parent::Watched => {
                let mut input = tokio::io::stdin();
                let mut bytes = [0; 256];
                while matches!(input.read(&mut bytes).await, Ok(1..)) {}
            }
        }
    };
    tokio::select! {
        result = tokio::signal::ctrl_c() => result,
        _ = terminate.recv() => Ok(()),
        () = input_closed => {
            // A read of standard input can't be called off, so the runtime would wait for it.
            std::process::exit(0)
        }
    }
}

/// Opens a port of this machine for both ways in which "localhost" is looked up; a machine may have no IPv6.
async fn local_listeners(port: u16) -> io::Result<Vec<TcpListener>> {
    let first = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|error| io::Error::new(error.kind(), format!("port {port} of localhost: {error}")))?;
    let second = TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await.ok();
    Ok(std::iter::once(first).chain(second).collect())
}

/// Starts a conversation with each client that comes.
async fn accept_all<F>(listener: TcpListener, converse: impl Fn(TcpStream) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(converse(stream));
            }
            // Out of file handles, say: others may be closed meanwhile.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn converse(stream: TcpStream, origin: Arc<str>, model: Model) {
    let service = service_fn(|request| answer(request, &origin, &model, Cloud::handle));
    // A browser that goes away in the middle is no concern of the model's.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// The connection is to be dropped without an answer.
#[derive(Debug, thiserror::Error)]
#[error("a fault asked to drop the connection")]
struct Dropped;

/// Reads a request to the end and lets the model handle it.
async fn answer(
    request: Request<Incoming>,
    origin: &str,
    model: &Model,
    handle: impl FnOnce(&mut Cloud, Timestamp, Request<Vec<u8>>) -> Response<Vec<u8>>,
) -> Result<Response<late::Answer>, Dropped> {
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    parts.uri = match format!("{origin}{path}").parse() {
        Ok(uri) => uri,
        Err(_) => return Ok(plain(400, "The address can't be read.")),
    };
    let Ok(body) = Limited::new(body, LARGEST_BODY).collect().await else {
        return Ok(plain(413, "The body is too large."));
    };
    let request = Request::from_parts(parts, body.to_bytes().to_vec());
    let response = {
        let mut model = model.lock().unwrap_or_else(PoisonError::into_inner);
        model.handle(|cloud| handle(cloud, now(), request))
    };
    if practice::is_dropped(&response) {
        return Err(Dropped);
    }
    Ok(late::in_time(response).await)
}

fn plain(status: u16, text: &'static str) -> Response<late::Answer> {
    let mut response = Response::new(Either::Left(Full::new(Bytes::from_static(text.as_bytes()))));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    response
}

impl Shared {
    /// Has a request answered, and writes down what there is to tell of it.
    fn handle(&mut self, handle: impl FnOnce(&mut Cloud) -> Response<Vec<u8>>) -> Response<Vec<u8>> {
        let before = self.cloud.requests().len();
        let response = handle(&mut self.cloud);
        if let Some(record) = &mut self.record {
            for exchange in self.cloud.requests().iter().skip(before) {
                record.write(exchange);
            }
        }
        // Loading a tenant begins a new log.
        self.unmodelled_told = self.unmodelled_told.min(self.cloud.unmodelled().len());
        for exchange in self.cloud.unmodelled().iter().skip(self.unmodelled_told) {
            let _ = writeln!(
                io::stderr(),
                "practice: not modelled: {} {}",
                exchange.method,
                exchange.url
            );
        }
        self.unmodelled_told = self.cloud.unmodelled().len();
        response
    }
}

fn now() -> Timestamp {
    #[expect(
        clippy::disallowed_methods,
        reason = "the program is where the model's time comes from"
    )]
    let now = SystemTime::now();
    let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
