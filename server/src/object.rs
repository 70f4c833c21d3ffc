//! Where pictures of cases are kept: a folder by default, an S3 bucket by address.
//!
//! Buckets are asked with the client that is in the tree already ([`crate::http::outgoing`]): that spares a second one with its
//! own TLS. An address with https needs the feature `tile-tls`, which is on by default. Not here: what is kept there and by which names (`service::media`).

use std::future::Future;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use object_store::ObjectStore;
use object_store::aws::AmazonS3Builder;
use object_store::client::{
    ClientOptions, HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody, HttpResponse,
    HttpResponseBody, HttpService,
};
use object_store::local::LocalFileSystem;
use object_store::prefix::PrefixStore;
use service::object::Objects;

use crate::http::outgoing::{Connector, connector};

/// How a bucket's address begins.
const BUCKET: &str = "s3://";
/// Bytes of the largest answer that is read: a sealed picture is far smaller.
const LARGEST: usize = 64 << 20;
/// How long a bucket may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why pictures can't be kept where the configuration says.
#[derive(Debug, thiserror::Error)]
pub enum ObjectsError {
    /// The folder can't be made.
    #[error("the folder can't be made or written to")]
    Folder(#[source] io::Error),
    /// The folder or the bucket can't be used.
    #[error("write a folder, or s3://bucket/prefix with AWS_REGION or AWS_ENDPOINT and a key in the environment")]
    Setting(#[from] object_store::Error),
}

/// Opens a folder, which is made when it is not there, or a bucket, which nobody asks before it is needed.
///
/// *Errors*: see [`ObjectsError`].
pub fn open(setting: &str) -> Result<Objects, ObjectsError> {
    match setting.strip_prefix(BUCKET) {
        Some(place) => bucket(place),
        None => folder(Path::new(setting)),
    }
}

fn folder(path: &Path) -> Result<Objects, ObjectsError> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(ObjectsError::Folder)?;
    // What was acknowledged outlives a power cut.
    let kept = LocalFileSystem::new_with_prefix(path)?.with_fsync(true).with_automatic_cleanup(true);
    Ok(Objects::new(Arc::new(kept)))
}

fn bucket(place: &str) -> Result<Objects, ObjectsError> {
    let (name, prefix) = place.split_once('/').unwrap_or((place, ""));
    within(AmazonS3Builder::from_env().with_bucket_name(name), prefix.trim_matches('/'))
}

fn within(bucket: AmazonS3Builder, prefix: &str) -> Result<Objects, ObjectsError> {
    // One object is removed at a time, and not every bucket knows of several.
    let bucket = bucket.with_disable_bulk_delete(true).with_allow_http(true).with_http_connector(OwnClient).build()?;
    let kept: Arc<dyn ObjectStore> =
        if prefix.is_empty() { Arc::new(bucket) } else { Arc::new(PrefixStore::new(bucket, prefix)) };
    Ok(Objects::new(kept))
}

/// Makes the client that buckets are asked with.
#[derive(Debug)]
struct OwnClient;

impl HttpConnector for OwnClient {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(BucketClient(Client::builder(TokioExecutor::new()).build(connector()))))
    }
}

#[derive(Debug)]
struct BucketClient(Client<Connector, HttpRequestBody>);

type Answer<'a> = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'a>>;

impl HttpService for BucketClient {
    fn call<'own, 'answer>(&'own self, request: HttpRequest) -> Answer<'answer>
    where
        'own: 'answer,
        Self: 'answer,
    {
        Box::pin(async move {
            let answer = tokio::time::timeout(PATIENCE, self.0.request(request)).await;
            let answer = answer.map_err(|late| HttpError::new(HttpErrorKind::Timeout, late))?;
            let (head, body) = answer.map_err(|error| HttpError::new(HttpErrorKind::Request, error))?.into_parts();
            let body = tokio::time::timeout(PATIENCE, to_bytes(Body::new(body), LARGEST)).await;
            let body = body.map_err(|late| HttpError::new(HttpErrorKind::Timeout, late))?;
            let body = body.map_err(|error| HttpError::new(HttpErrorKind::Interrupted, error))?;
            Ok(HttpResponse::from_parts(head, HttpResponseBody::from(body)))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use axum::Router;
    use axum::extract::{Request, State};
    use axum::http::{Method, StatusCode, header};
    use axum::response::IntoResponse;
    use std::sync::Mutex;

    use super::*;

    #[tokio::test]
    async fn a_folder_is_made_for_its_owner_only_and_keeps_what_is_put_there() {
        let path = std::env::temp_dir().join(format!("gezhi-objects-{}", std::process::id()));
        let objects = open(path.to_str().unwrap()).unwrap();

        objects.put("990001/ab/cd-w", b"sealed".to_vec()).await.unwrap();

        let again = open(path.to_str().unwrap()).unwrap();
        assert_eq!(again.get("990001/ab/cd-w").await.unwrap().as_deref(), Some(&b"sealed"[..]));
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0);
        again.remove("990001/ab/cd-w").await.unwrap();
        assert_eq!(objects.get("990001/ab/cd-w").await.unwrap(), None);
        assert!(!path.join("990001").exists(), "empty folders go as well");
        std::fs::remove_dir_all(path).unwrap();
    }

    #[test]
    fn a_file_in_the_way_is_said() {
        let path = std::env::temp_dir().join(format!("gezhi-objects-file-{}", std::process::id()));
        std::fs::write(&path, "").unwrap();

        assert!(matches!(open(path.join("x").to_str().unwrap()), Err(ObjectsError::Folder(_))));
        std::fs::remove_file(path).unwrap();
    }

    type Bucket = Arc<Mutex<std::collections::BTreeMap<String, Vec<u8>>>>;

    /// What a bucket does with three verbs.
    async fn serve(State(kept): State<Bucket>, request: Request) -> axum::response::Response {
        let is_signed = request
            .headers()
            .get(header::AUTHORIZATION)
            .is_some_and(|value| value.to_str().is_ok_and(|value| value.starts_with("AWS4-HMAC-SHA256")));
        if !is_signed {
            return StatusCode::FORBIDDEN.into_response();
        }
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let body = to_bytes(request.into_body(), LARGEST).await.unwrap().to_vec();
        let mut kept = kept.lock().unwrap();
        match method {
            Method::PUT => {
                kept.insert(path, body);
                [(header::ETAG, "\"1\"")].into_response()
            }
            Method::DELETE => {
                kept.remove(&path);
                StatusCode::NO_CONTENT.into_response()
            }
            _ => match kept.get(&path) {
                Some(bytes) => {
                    let head = [(header::ETAG, "\"1\""), (header::LAST_MODIFIED, "Sun, 22 Nov 2026 02:00:00 GMT")];
                    (head, bytes.clone()).into_response()
                }
                None => StatusCode::NOT_FOUND.into_response(),
            },
        }
    }

    #[tokio::test]
    async fn a_bucket_is_asked_with_our_own_client_and_signed_requests() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let kept = Bucket::default();
        let router = Router::new().fallback(serve).with_state(Arc::clone(&kept));
        let server = tokio::spawn(async move { axum::serve(listener, router).await });
        let bucket = AmazonS3Builder::new()
            .with_bucket_name("pictures")
            .with_endpoint(endpoint)
            .with_region("r")
            .with_access_key_id("id")
            .with_secret_access_key("secret");
        let objects = within(bucket, "gezhi").unwrap();

        objects.put("990001/a", b"sealed".to_vec()).await.unwrap();

        assert_eq!(kept.lock().unwrap().keys().collect::<Vec<_>>(), ["/pictures/gezhi/990001/a"]);
        assert_eq!(objects.get("990001/a").await.unwrap().as_deref(), Some(&b"sealed"[..]));
        assert_eq!(objects.get("990001/b").await.unwrap(), None);
        objects.remove("990001/a").await.unwrap();
        assert!(kept.lock().unwrap().is_empty());
        server.abort();
    }
}
