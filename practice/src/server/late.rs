//! Answers that a fault makes late: waited for here, since the model has no clock.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Response;
use http_body_util::{Either, Full};
use hyper::body::{Body, Bytes, Frame, SizeHint};
use practice::Lateness;

/// A body that comes at once, or stops in the middle.
pub(super) type Answer = Either<Full<Bytes>, Stopping>;

/// Half of the bytes, and then nothing for as long as the connection lasts.
pub(super) struct Stopping {
    half: Option<Bytes>,
    length: u64,
}

impl Body for Stopping {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::convert::Infallible>>> {
        match self.half.take() {
            Some(half) => Poll::Ready(Some(Ok(Frame::data(half)))),
            None => Poll::Pending,
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}

/// The answer once its time has come.
pub(super) async fn in_time(response: Response<Vec<u8>>) -> Response<Answer> {
    match practice::lateness(&response) {
        None => {}
        Some(Lateness::Millis(millis)) => tokio::time::sleep(Duration::from_millis(millis.into())).await,
        Some(Lateness::StopsInTheMiddle) => {
            return response.map(|body| {
                let length = u64::try_from(body.len()).unwrap_or(u64::MAX);
                let bytes = Bytes::from(body);
                let half = bytes.slice(..bytes.len() / 2);
                Either::Right(Stopping {
                    half: Some(half),
                    length,
                })
            });
        }
    }
    response.map(|body| Either::Left(Full::new(Bytes::from(body))))
}
