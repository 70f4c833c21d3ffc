//! Log-in with an identity provider, against one that is made here: on loopback, with its own key.

use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::actor::{Actor, Role};
use domain::area::Area;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use server::http::oidc::OidcSettings;
use store::testing::{county, grid_of, now};

use crate::house::{Answer, Browser, House};

/// What the provider will put into the next ID token beside what it has to.
type Claims = Arc<Mutex<Value>>;

/// What a test changes in the claims.
type Change = Box<dyn FnOnce(&mut Value)>;

/// A provider that knows one person.
#[derive(Clone)]
struct Provider {
    issuer: String,
    key: Arc<EcdsaKeyPair>,
    claims: Claims,
    /// Codes that were redeemed, with the challenge that the verifier makes.
    redeemed: Arc<Mutex<Vec<(String, String)>>>,
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

async fn describe(State(provider): State<Provider>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", provider.issuer);
    Json(json!({
        "issuer": provider.issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"),
    }))
}

async fn keys(State(provider): State<Provider>) -> Json<Value> {
    let point = provider.key.public_key().as_ref();
    let key = json!({ "kty": "EC", "crv": "P-256", "kid": "1", "x": text(&point[1..33]), "y": text(&point[33..]) });
    Json(json!({ "keys": [key] }))
}

/// Redeems a code once.
async fn token(
    State(provider): State<Provider>,
    headers: axum::http::HeaderMap,
    Form(form): Form<std::collections::BTreeMap<String, String>>,
) -> Result<Json<Value>, StatusCode> {
    let mut redeemed = provider.redeemed.lock().unwrap();
    let is_client = headers.get("authorization").is_some_and(|sent| sent == "Basic Z2V6aGk6czNjcmV0");
    if !is_client || redeemed.iter().any(|(code, _)| *code == form["code"]) {
        return Err(StatusCode::BAD_REQUEST);
    }
    redeemed.push((form["code"].clone(), text(digest(&SHA256, form["code_verifier"].as_bytes()).as_ref())));
    let claims = provider.claims.lock().unwrap().to_string();
    let message = format!("{}.{}", text(br#"{"alg":"ES256","kid":"1"}"#), text(claims.as_bytes()));
    let signature = provider.key.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
    Ok(Json(json!({ "id_token": format!("{message}.{}", text(signature.as_ref())), "token_type": "Bearer" })))
}

impl Provider {
    async fn start() -> Self {
        let (kind, chance) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
        let bytes = EcdsaKeyPair::generate_pkcs8(kind, &chance).unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let provider = Self {
            issuer: format!("http://{}", listener.local_addr().unwrap()),
            key: Arc::new(EcdsaKeyPair::from_pkcs8(kind, bytes.as_ref(), &chance).unwrap()),
            claims: Arc::default(),
            redeemed: Arc::default(),
        };
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        provider
    }

    fn settings(&self) -> OidcSettings {
        let client = oidc::Client { id: "gezhi".to_owned(), secret: "s3cret".to_owned(), scopes: "openid".to_owned() };
        OidcSettings { issuer: self.issuer.clone(), client, label: "城市身份".to_owned() }
    }
}

/// A browser on its way: what the provider was asked, and the cookie of the try.
struct Trip {
    state: String,
    nonce: String,
    challenge: String,
    cookie: String,
}

async fn leave(house: &House) -> Trip {
    let sent = house.stranger().get("/login/oidc?next=/areas").await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let address = sent.header("location").to_owned();
    let field = |name: &str| {
        let rest = address.split_once(&format!("&{name}=")).unwrap().1;
        rest.split('&').next().unwrap().to_owned()
    };
    let cookie = sent.header("set-cookie").split(';').next().unwrap().to_owned();
    assert!(sent.header("set-cookie").contains("HttpOnly; Secure; SameSite=Lax"));
    Trip { state: field("state"), nonce: field("nonce"), challenge: field("code_challenge"), cookie }
}

async fn return_with(house: &House, trip: &Trip, query: &str) -> Answer {
    let stranger: Browser<'_> = house.stranger();
    let request = stranger.request(axum::http::Method::GET, &format!("/login/oidc/callback?{query}"));
    stranger.ask(request.header("cookie", &trip.cookie).body(axum::body::Body::empty()).unwrap()).await
}

/// A whole try with what the provider says, changed by `change`.
async fn try_with(house: &House, provider: &Provider, change: impl FnOnce(&mut Value)) -> (Trip, Answer) {
    let trip = leave(house).await;
    let now_s = now().timestamp();
    let mut claims = json!({
        "iss": provider.issuer, "sub": "person-7", "aud": "gezhi", "nonce": trip.nonce,
        "iat": now_s, "exp": now_s + 300,
    });
    change(&mut claims);
    *provider.claims.lock().unwrap() = claims;
    let answer = return_with(house, &trip, &format!("code={}&state={}", trip.nonce, trip.state)).await;
    (trip, answer)
}

async fn open() -> (House, Provider, Actor) {
    let provider = Provider::start().await;
    let house = House::with_provider(provider.settings()).await;
    let worker = house.db.actor(Role::GridWorker, grid_of(1, 1, 1), 300).await;
    let admin = house.db.actor(Role::SecurityAdmin, Area::city(county()), 301).await;
    let browser = house.browser_of(&admin).await;
    let page = format!("/admin/accounts/{}", worker.account);
    let fields = [("account", &*worker.account.to_string()), ("subject", "person-7"), ("back", &*page)];
    assert_eq!(browser.post("/admin/account/oidc", &fields).await.status, 303);
    assert!(browser.get(&page).await.text.contains("value=\"person-7\""));
    (house, provider, worker)
}

#[tokio::test]
async fn somebody_whom_an_administrator_linked_logs_in_with_the_provider_and_comes_to_the_page_that_was_wanted() {
    let (house, provider, worker) = open().await;
    assert!(house.stranger().get("/login").await.text.contains("城市身份"));

    let (trip, answer) = try_with(&house, &provider, |_| ()).await;

    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/areas"));
    assert_eq!(provider.redeemed.lock().unwrap()[0].1, trip.challenge, "the verifier fits the challenge");
    let mut browser = house.stranger();
    browser.forge(&answer.session().unwrap());
    assert_eq!(browser.get("/areas").await.status, 200);
    let rows = house.db.audit_rows("log_in").await;
    assert!(rows.len() == 1 && rows[0].contains("oidc") && !rows[0].contains("person-7"), "{rows:?}");
    service::account::set_locked(&house.service, &admin(&house).await, worker.account, true).await.unwrap();
    assert_eq!(browser.get("/areas").await.status, 303, "a lock ends it");
}

async fn admin(house: &House) -> Actor {
    house.db.actor(Role::SecurityAdmin, Area::city(county()), 302).await
}

#[tokio::test]
async fn what_is_not_as_it_has_to_be_leads_back_to_the_log_in_and_lets_nobody_in() {
    let (house, provider, _) = open().await;
    let old_s = now().timestamp() - 3_600;
    let changes: [(&str, Change); 6] = [
        ("a nonce of another try", Box::new(|claims| claims["nonce"] = json!("another"))),
        ("no nonce", Box::new(|claims| claims["nonce"] = Value::Null)),
        ("another audience", Box::new(|claims| claims["aud"] = json!("another"))),
        ("another issuer", Box::new(|claims| claims["iss"] = json!("https://another.example"))),
        ("an expired token", Box::new(move |claims| claims["exp"] = json!(old_s))),
        ("a subject that nobody linked", Box::new(|claims| claims["sub"] = json!("person-8"))),
    ];
    for (what, change) in changes {
        let (_, answer) = try_with(&house, &provider, change).await;

        let back = if what.contains("linked") { "/login?oidc=unlinked" } else { "/login?oidc=refused" };
        assert_eq!((answer.header("location"), answer.session()), (back, None), "{what}");
        assert!(house.stranger().get(back).await.text.contains("role=\"alert\""), "{what}");
    }
}

#[tokio::test]
async fn a_try_is_its_browsers_own_and_is_taken_once() {
    let (house, provider, worker) = open().await;
    let (trip, answer) = try_with(&house, &provider, |_| ()).await;
    assert!(answer.session().is_some());

    let again = return_with(&house, &trip, &format!("code=fresh&state={}", trip.state)).await;
    assert_eq!((again.header("location"), again.session()), ("/login?oidc=refused", None), "the same try again");
    let other = leave(&house).await;
    let stolen = return_with(&house, &other, &format!("code=fresh&state={}", trip.state)).await;
    assert_eq!((stolen.header("location"), stolen.session()), ("/login?oidc=refused", None), "another's state");
    let bare = house.stranger().get("/login/oidc/callback?code=fresh&state=x").await;
    assert_eq!(bare.header("location"), "/login?oidc=refused", "no cookie");
    let denied = leave(&house).await;
    let denied = return_with(&house, &denied, &format!("error=access_denied&state={}", denied.state)).await;
    assert_eq!(denied.header("location"), "/login?oidc=refused", "the provider said no");

    service::account::set_locked(&house.service, &admin(&house).await, worker.account, true).await.unwrap();
    let (_, locked) = try_with(&house, &provider, |_| ()).await;
    assert_eq!((locked.header("location"), locked.session()), ("/login?oidc=unlinked", None));
    assert_eq!(house.db.audit_rows("log_in_refused").await.len(), 1);
}

#[tokio::test]
async fn only_the_security_administrator_links_and_one_subject_is_one_account() {
    let (house, _, worker) = open().await;
    let city = Area::city(county());
    let page = format!("/admin/accounts/{}", worker.account);
    for (at, role) in [Role::SystemAdmin, Role::AuditAdmin, Role::City, Role::GridWorker].into_iter().enumerate() {
        let actor =
            house.db.actor(role, if role == Role::GridWorker { grid_of(1, 1, 1) } else { city }, 310 + at as u64).await;
        let fields = [("account", &*worker.account.to_string()), ("subject", "me"), ("back", &*page)];

        let refused = house.browser_of(&actor).await.post("/admin/account/oidc", &fields).await;

        assert!(matches!(refused.status.as_u16(), 404 | 422), "{role:?}: {}", refused.status);
    }
    let browser = house.browser_of(&admin(&house).await).await;
    let other = house.post(Role::Community).account.to_string();
    let taken =
        browser.post("/admin/account/oidc", &[("account", &other), ("subject", "person-7"), ("back", &page)]).await;
    assert_eq!(taken.status, 422);

    let fields = [("account", &*worker.account.to_string()), ("subject", ""), ("back", &*page)];
    assert_eq!(browser.post("/admin/account/oidc", &fields).await.status, 303);
    assert!(!browser.get(&page).await.text.contains("person-7"));
    assert_eq!(house.db.audit_rows("unlink_oidc").await.len(), 1);
}
