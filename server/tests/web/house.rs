//! A small city behind the real router, and browsers that keep their cookies.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::response::Response;
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::clock::FixedClock;
use domain::household::HouseholdCard;
use domain::id::DwellingId;
use server::asset::Assets;
use server::http::oidc::OidcSettings;
use server::state::{AppState, Settings, Stop};
use service::{OsEntropy, Service};
use store::testing::{Seat, TestDb, county, grid_of, now};
use tokio::sync::watch;
use tower::ServiceExt;

/// What browsers call the server in these tests.
const HOST: &str = "127.0.0.1:3000";

/// A city with a post of every role, and the server in front of it.
pub struct House {
    /// The database, for records that no use case makes yet.
    pub db: TestDb,
    /// The use cases, for what a test has to know beforehand.
    pub service: Service,
    /// The city's posts: city, street 1, community 1-1, grid 1-1-1, wall; in this order.
    pub posts: [Actor; 5],
    tokens: AtomicU32,
    router: Router,
    stop: watch::Sender<bool>,
}

impl House {
    /// A house without a WebAssembly bundle.
    pub async fn new() -> Self {
        Self::with(Assets::none()).await
    }

    /// A house that serves a bundle.
    pub async fn with_bundle() -> Self {
        Self::with(Assets::load(&site()).unwrap()).await
    }

    /// A house whose database holds another city beside the served one.
    pub async fn with_a_second_city() -> Self {
        let db = TestDb::with_city().await;
        db.import(&store::testing::moved_city(store::testing::other_county())).await;
        Self::on(db, Assets::none()).await
    }

    async fn with(assets: Assets) -> Self {
        Self::on(TestDb::with_city().await, assets).await
    }

    /// A house with an identity provider.
    pub async fn with_provider(oidc: OidcSettings) -> Self {
        let settings = Settings { oidc: Some(oidc), ..Settings::default() };
        Self::set(TestDb::with_city().await, Assets::none(), settings).await
    }

    async fn on(db: TestDb, assets: Assets) -> Self {
        Self::set(db, assets, Settings::default()).await
    }

    async fn set(db: TestDb, assets: Assets, settings: Settings) -> Self {
        db.add_residents().await;
        let city = Area::city(county());
        let grid = grid_of(1, 1, 1);
        let posts = [
            db.actor(Role::City, city, 1).await,
            db.actor(Role::Street, grid.path()[1], 2).await,
            db.actor(Role::Community, grid.path()[2], 3).await,
            db.actor(Role::GridWorker, grid, 4).await,
            db.actor(Role::Wall, city, 5).await,
        ];
        let service = Service::new(db.store.clone(), Arc::new(FixedClock(now())), Arc::new(OsEntropy));
        let (stop, mut stopped) = watch::channel(false);
        let asked = async move {
            let _sender_gone = stopped.wait_for(|stop| *stop).await;
        };
        let settings = Settings { beat: Duration::from_millis(50), ..settings };
        let state = AppState::new(service.clone(), assets, settings, Stop::when(asked));
        Self { service, posts, tokens: AtomicU32::new(0), router: server::router(state), stop, db }
    }

    /// The same database behind a process that was started anew and remembers nothing.
    pub fn restarted(self) -> Self {
        let service = Service::new(self.db.store.clone(), Arc::new(FixedClock(now())), Arc::new(OsEntropy));
        let state =
            AppState::new(service.clone(), Assets::none(), Settings::default(), Stop::when(std::future::pending()));
        Self { service, router: server::router(state), ..self }
    }

    /// A ticket for a resident's report with this operation, drawn so many seconds ago; empty for what is no operation.
    pub async fn ticket(&self, operation: &str, seconds: i64) -> String {
        self.ticket_of(domain::gate::Form::Report, operation, seconds).await
    }

    /// The same of another form.
    pub async fn ticket_of(&self, form: domain::gate::Form, operation: &str, seconds: i64) -> String {
        let Ok(operation) = operation.parse() else { return String::new() };
        let clock = FixedClock(now() - chrono::TimeDelta::seconds(seconds));
        let early = Service::new(self.db.store.clone(), Arc::new(clock), Arc::new(OsEntropy));
        let mut tx = early.store.begin_system().await.unwrap();
        let ticket = service::gate::draw(&early, &mut tx, county(), (form, operation)).await.unwrap();
        tx.commit().await.unwrap();
        ticket
    }

    /// Asks the process to stop.
    pub fn stop(&self) {
        self.stop.send(true).unwrap();
    }

    /// The post with this role.
    pub fn post(&self, role: Role) -> &Actor {
        self.posts.iter().find(|post| post.role == role).unwrap()
    }

    /// A browser that has not been here before.
    pub fn stranger(&self) -> Browser<'_> {
        Browser { house: self, session: None, place: 0 }
    }

    /// A browser that acts under the post with this role.
    pub async fn browser(&self, role: Role) -> Browser<'_> {
        self.browser_of(self.post(role)).await
    }

    /// A browser that acts as somebody.
    pub async fn browser_of(&self, actor: &Actor) -> Browser<'_> {
        let place = self.tokens.fetch_add(1, Ordering::Relaxed) + 1;
        let token = format!("token-of-{}-{place}", actor.post);
        self.db.enter(&token, actor.post).await;
        Browser { house: self, session: Some(token), place }
    }

    /// A household of a grid, with what a record about it needs.
    pub async fn seat(&self, grid: Area) -> Seat {
        self.db.seats().await.into_iter().find(|seat| seat.area == grid).unwrap()
    }

    /// Puts what a seat's picture shows where it is kept: the documents of tests know its names only.
    pub async fn keep_picture(&self, seat: &Seat) {
        let kept = picture::take(&crate::photo::png()).unwrap();
        let sizes = [&kept.whole, &kept.small, &kept.whole, &kept.small];
        for (name, jpeg) in TestDb::media_names(seat).iter().zip(sizes) {
            self.service.objects.put(name, TestDb::media_object(name, jpeg)).await.unwrap();
        }
    }

    /// Sends a request through all layers.
    pub async fn send(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// The card of the first household of a grid, as the city sees it.
    pub async fn household(&self, grid: Area) -> HouseholdCard {
        self.card(self.seat(grid).await.dwelling).await
    }

    /// A household's card, as the city sees it.
    pub async fn card(&self, dwelling: DwellingId) -> HouseholdCard {
        service::household::card(&self.service, &self.posts[0], dwelling).await.unwrap()
    }
}

/// A browser with its session.
pub struct Browser<'a> {
    house: &'a House,
    session: Option<String>,
    /// Which machine it is on: what is limited by address is limited for each by itself. Strangers share one.
    place: u32,
}

impl Browser<'_> {
    /// A request with this browser's cookie.
    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let address = SocketAddr::from((Ipv4Addr::from_bits(Ipv4Addr::LOCALHOST.to_bits() + self.place), 40_000));
        let builder =
            Request::builder().method(method).uri(path).header(header::HOST, HOST).extension(ConnectInfo(address));
        match &self.session {
            Some(session) => builder.header(header::COOKIE, format!("__Host-session={session}")),
            None => builder,
        }
    }

    /// Claims a session.
    pub fn forge(&mut self, token: &str) {
        self.session = Some(token.to_owned());
    }

    /// Opens an address.
    pub async fn get(&self, path: &str) -> Answer {
        self.ask(self.request(Method::GET, path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form from one of our own pages.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = fields.iter().map(|(name, value)| format!("{name}={}", escape(value))).collect::<Vec<_>>().join("&");
        let request = self
            .request(Method::POST, path)
            .header("sec-fetch-site", "same-origin")
            .header(header::ORIGIN, format!("http://{HOST}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(body)).unwrap()).await
    }

    /// Sends any request and reads the whole answer.
    pub async fn ask(&self, request: Request<Body>) -> Answer {
        Answer::read(self.house.send(request).await).await
    }
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    pub text: String,
}

impl Answer {
    async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 64 << 20).await.unwrap().to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Self { status: parts.status, headers: parts.headers, bytes, text }
    }

    /// One header as text; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The session that the answer gives to the browser.
    pub fn session(&self) -> Option<String> {
        let mut cookies = self.headers.get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap());
        let token = cookies.find_map(|cookie| cookie.strip_prefix("__Host-session="))?;
        token.split(';').next().map(str::to_owned)
    }

    /// The nonce of the content security policy.
    pub fn nonce(&self) -> &str {
        let policy = self.header("content-security-policy");
        policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap_or_default()
    }

    /// Whether the document was written to its end: behind `</html>` stands nothing but leptos' own comment marks.
    pub fn is_complete(&self) -> bool {
        self.text.rsplit_once("</html>").is_some_and(|(_, rest)| rest.replace("<!>", "").trim().is_empty())
    }

    /// All opening tags with this name.
    pub fn tags(&self, name: &str) -> Vec<&str> {
        let opening = format!("<{name}");
        let starts = self.text.match_indices(&opening).map(|(at, _)| &self.text[at..]);
        starts.filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag)).collect()
    }
}

/// A site folder with a bundle of a few bytes.
pub fn site() -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("gezhi-site-{}-{number}", std::process::id()));
    std::fs::create_dir_all(folder.join("pkg/leaflet")).unwrap();
    let files = [
        ("desk.js", "pkg/desk.1a.js", "export default 1"),
        ("desk_bg.wasm", "pkg/desk_bg.2b.wasm", "\0asm"),
        ("main.css", "pkg/main.3c.css", "body{}"),
        ("leaflet/leaflet.js", "pkg/leaflet/leaflet.4d.js", "L=1"),
        ("leaflet/leaflet.css", "pkg/leaflet/leaflet.5e.css", "a{}"),
        ("black-out.js", "pkg/black-out.7a.js", "1"),
        ("robots.txt", "pkg/robots.6f.txt", "User-agent: *"),
        ("sw.js", "pkg/sw.8b.js", "work()"),
        ("field.webmanifest", "pkg/field.9c.webmanifest", "{}"),
        ("field-store.js", "pkg/field-store.ad.js", "1"),
        ("outbox.js", "pkg/outbox.be.js", "1"),
        ("gate.js", "pkg/gate.cf.js", "1"),
    ];
    let mut manifest = serde_json::Map::new();
    for (name, path, content) in files {
        std::fs::write(folder.join(path), content).unwrap();
        manifest.insert(name.to_owned(), serde_json::json!({ "path": format!("/{path}"), "bytes": content.len() }));
    }
    std::fs::write(folder.join("pkg/desk.1a.js.br"), "not really brotli").unwrap();
    std::fs::write(folder.join("robots.txt"), "User-agent: *").unwrap();
    std::fs::write(folder.join("sw.js"), "work()").unwrap();
    std::fs::write(folder.join("field.webmanifest"), "{}").unwrap();
    std::fs::write(folder.join("secret.txt"), "never").unwrap();
    std::fs::write(folder.join("manifest.json"), serde_json::Value::Object(manifest).to_string()).unwrap();
    folder
}

/// Writes a form field.
pub fn escape(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
