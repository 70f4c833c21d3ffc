//! Who is at the other end of the line, and how many tries (log-ins, codes of certificates) may come from there.
//!
//! Headers can be forged by whoever sends them; only those that our own proxies added count, from the right.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::DefaultClock;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use ui::error::AppError;

use crate::http::refusal::Refusal;
use crate::state::AppState;

/// Tries a minute from one address: a whole office behind one line logs in at eight, a guesser gets nowhere.
const TRIES_A_MINUTE: NonZeroU32 = NonZeroU32::new(60).expect("sixty is not zero");
/// Reports without an account a minute from one address: many neighbours share one line's address, and one person needs one.
pub const REPORTS_A_MINUTE: NonZeroU32 = NonZeroU32::new(12).expect("twelve is not zero");
/// Their photos a minute: three a report, and some that are tried again.
pub const PHOTOS_A_MINUTE: NonZeroU32 = NonZeroU32::new(36).expect("thirty-six is not zero");
/// Tries a minute to find a wish by number and digits: who knows both needs one.
pub const TAILS_A_MINUTE: NonZeroU32 = NonZeroU32::new(5).expect("five is not zero");
/// Remembered addresses until those that are at rest are forgotten.
const REMEMBERED: usize = 10_000;

/// Counts tries by address. Cheap to clone.
#[derive(Clone)]
pub struct TryLimit {
    limiter: Arc<RateLimiter<IpAddr, DashMapStateStore<IpAddr>, DefaultClock>>,
    trusted_proxies: usize,
}

impl TryLimit {
    /// `trusted_proxies` says how many proxies of ours stand in front and add the address they see to `X-Forwarded-For`.
    pub fn new(trusted_proxies: usize) -> Self {
        Self::of(TRIES_A_MINUTE, trusted_proxies)
    }

    /// The same for what nobody does as often: so many a minute.
    pub fn of(a_minute: NonZeroU32, trusted_proxies: usize) -> Self {
        Self { limiter: Arc::new(RateLimiter::dashmap(Quota::per_minute(a_minute))), trusted_proxies }
    }

    fn admits(&self, address: IpAddr) -> bool {
        if self.limiter.len() > REMEMBERED {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&address).is_ok()
    }
}

/// Lets tries through as long as their address has not made too many.
pub async fn limit_tries(State(limit): State<TryLimit>, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = client(peer, request.headers(), limit.trusted_proxies);
    if limit.admits(address) {
        return next.run(request).await;
    }
    tracing::warn!("too many tries from one address were refused");
    Refusal(AppError::TooMany).into_response()
}

/// Who sends a request, as far as nobody can forge it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller(pub IpAddr);

impl FromRequestParts<AppState> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        Ok(Self(client(peer, &parts.headers, state.settings.trusted_proxies)))
    }
}

/// The client's address: the peer's, or what the outermost of our own proxies saw. An IPv6 client counts as its /64,
/// because it can choose the rest itself.
fn client(peer: Option<IpAddr>, headers: &HeaderMap, trusted_proxies: usize) -> IpAddr {
    let peer = peer.unwrap_or(IpAddr::V6(Ipv6Addr::LOCALHOST));
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    let seen = trusted_proxies.checked_sub(1).and_then(|behind| hops.len().checked_sub(behind + 1));
    let named = seen.and_then(|at| hops.get(at)).and_then(|text| text.parse().ok());
    match named.unwrap_or(peer) {
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => IpAddr::V4(address),
            None => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        },
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn seen(peer: &str, forwarded: &'static str, trusted_proxies: usize) -> String {
        let line = (HeaderName::from_static("x-forwarded-for"), HeaderValue::from_static(forwarded));
        client(peer.parse().ok(), &HeaderMap::from_iter([line]), trusted_proxies).to_string()
    }

    #[test]
    fn without_a_proxy_of_ours_a_header_says_nothing() {
        assert_eq!(seen("10.0.0.7", "1.1.1.1, 2.2.2.2", 0), "10.0.0.7");
    }

    #[test]
    fn what_stands_left_of_our_proxies_is_the_clients_own_invention() {
        assert_eq!(seen("10.0.0.7", "6.6.6.6, 1.1.1.1", 1), "1.1.1.1");
        assert_eq!(seen("10.0.0.7", "6.6.6.6, 1.1.1.1, 10.0.0.8", 2), "1.1.1.1");
        assert_eq!(seen("10.0.0.7", "1.1.1.1", 2), "10.0.0.7", "a request that went round the proxy");
        assert_eq!(seen("10.0.0.7", "nonsense", 1), "10.0.0.7");
    }

    #[test]
    fn an_ipv6_client_cannot_be_many() {
        assert_eq!(seen("2001:db8:1:2:aaaa::1", "", 0), seen("2001:db8:1:2:bbbb::2", "", 0));
        assert_ne!(seen("2001:db8:1:2::1", "", 0), seen("2001:db8:1:3::1", "", 0));
        assert_eq!(seen("::ffff:10.0.0.7", "", 0), "10.0.0.7");
    }

    #[test]
    fn a_million_forged_headers_win_nothing() {
        let limit = TryLimit::new(0);
        let forged = |number: u32| {
            let value = HeaderValue::from_str(&IpAddr::from(number.to_be_bytes()).to_string()).unwrap();
            HeaderMap::from_iter([(HeaderName::from_static("x-forwarded-for"), value)])
        };
        let peer = "10.0.0.7".parse().ok();

        let admitted = (0..1_000_000).filter(|number| limit.admits(client(peer, &forged(*number), 0))).count();

        assert!(admitted < 1_000, "{admitted}");
        assert_eq!(limit.limiter.len(), 1);
    }
}
