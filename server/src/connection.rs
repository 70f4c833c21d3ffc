//! The connections that pages come over: HTTP/1.1, each on a task of its own, until asked to stop.
//!
//! Not `axum::serve`: that reads a few bytes first to find out whether HTTP/2 is spoken, after which hyper keeps a buffer of twice the
//! size for as long as the connection stands, which for a live stream is all day.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::{Extension, Router};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tower::{Layer, ServiceExt};

use crate::shutdown::Shutdown;

/// How long to wait when the system has no room for another connection.
const FULL: Duration = Duration::from_secs(1);

/// Serves until asked to stop and every connection is done with its request.
pub async fn serve(listener: TcpListener, routes: Router, shutdown: &Shutdown) {
    let mut connections = JoinSet::new();
    let mut asked = pin!(shutdown.asked());
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, address)) => {
                    connections.spawn(hold(stream, address, routes.clone(), shutdown.clone()));
                }
                // Whoever called is gone already.
                Err(error) if is_gone(error.kind()) => {}
                Err(error) => {
                    tracing::error!(%error, "a connection could not be accepted");
                    tokio::time::sleep(FULL).await;
                }
            },
            Some(_ended) = connections.join_next() => {}
            () = &mut asked => break,
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

fn is_gone(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset)
}

/// One connection, from its first request to its last.
async fn hold(stream: TcpStream, address: SocketAddr, routes: Router, shutdown: Shutdown) {
    let routes = Extension(ConnectInfo(address)).layer(routes);
    let service = TowerToHyperService::new(routes.map_request(|request: Request<_>| request.map(Body::new)));
    let builder = Builder::new(TokioExecutor::new()).http1_only();
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        // A browser that leaves in the middle is no news.
        _ended = connection.as_mut() => return,
        () = shutdown.asked() => connection.as_mut().graceful_shutdown(),
    }
    let _ended = connection.await;
}
