//! What is timed, and how.

use std::ops::ControlFlow;
use std::time::Instant;

use anyhow::Context as _;
use bench_city::{City, figure, note, percentile, processor_us};
use domain::account::Password;
use domain::actor::{Actor, Role};
use domain::cell::Lens;
use domain::id::DwellingId;
use domain::search::probe::Question;
use domain::search::spelling::spellings;
use service::Service;
use service::search::{Scope, find};
use service::session::{self, Attempt};
use store::{Store, Tx};
use tokio::task::JoinSet;

use crate::peer::{self, Peer, Sample};

/// People in the sample.
const PEOPLE: i64 = 1_000;
/// Terms that go to the peers, too: theirs take a good part of a second.
const SHARED: usize = 40;
/// Requests for cards that a busy server has open.
const CARDS_AT_ONCE: usize = 16;

/// Measures the parts, all of them when none is named.
pub async fn all(city: &City, quick: bool, parts: &[String]) -> anyhow::Result<()> {
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|named| named == part);
    if wanted("reindex") {
        reindex(city).await?;
    }
    note("making the peers' tables");
    peer::make(&city.owner_url).await?;
    let count = if quick { PEOPLE / 10 } else { PEOPLE };
    let people = peer::sample(&city.owner_url, &city.keyring, count).await?;
    let token = log_in(city).await?;
    let centre = session::acting(&city.service, &token).await?.context("the session holds")?.actor;
    if wanted("search") {
        cold(city, &centre, &people).await?;
    }
    city.warm().await?;
    if wanted("search") {
        searches(city, &centre, &people).await?;
    }
    if wanted("peer") {
        note("the peers");
        peers(city, &centre, &people).await?;
    }
    if wanted("lock") {
        note("the locks");
        rls_cost(city, &centre, &people).await?;
    }
    if wanted("card") {
        note("cards");
        card_cpu(city, &token, &people).await?;
    }
    Ok(())
}

/// Two signs of a name on a server that was just started: pages come from the disk.
async fn cold(city: &City, centre: &Actor, people: &[Sample]) -> anyhow::Result<()> {
    let mut times = Vec::new();
    for (at, sample) in people.iter().enumerate().take(people.len() / 5) {
        times.push(find_ms(city, centre, &two_signs(at, sample)).await?);
    }
    figure("search2_cold_p50_ms", percentile(&mut times, 0.5), "ms")?;
    figure("search2_cold_p99_ms", percentile(&mut times, 0.99), "ms")
}

/// The demo account with the widest area that sees people.
async fn log_in(city: &City) -> anyhow::Result<String> {
    session::open_demo(&city.service).await?;
    let accounts = session::demo_accounts(&city.service).await?;
    let centre = accounts.into_iter().find(|account| account.post.role == Role::City);
    let attempt = Attempt {
        login: centre.context("there is a command centre")?.login,
        password: Password::typed(session::DEMO_PASSWORD),
        device: "bench-people".to_owned(),
    };
    Ok(session::log_in(&city.service, &attempt).await?.token)
}

async fn reindex(city: &City) -> anyhow::Result<()> {
    note("the whole index anew");
    let began = Instant::now();
    let done = store::search::reindex(&city.owner_url, &city.keyring, &mut |_, _| ControlFlow::Continue(())).await?;
    let done = done.context("nobody stopped it")?;
    figure("reindex_s", began.elapsed().as_secs_f64(), "s")?;
    figure("residents", done.residents as f64, "people")?;
    figure("tokens", done.tokens as f64, "tokens")
}

/// What one sort of text looks a sample up by.
type Key<'a> = &'a (dyn Fn(usize, &Sample) -> Option<String> + Sync);

/// Every sort of text by itself, through the service: policy, row-level security, masks, audit row, commit.
async fn searches(city: &City, centre: &Actor, people: &[Sample]) -> anyhow::Result<()> {
    let signs = |sample: &Sample| sample.name.chars().collect::<Vec<char>>();
    let spelled = |sample: &Sample| spellings(&signs(sample)).into_iter().next();
    let sorts: [(&str, Key<'_>); 9] = [
        ("search2", &|at, sample| Some(two_signs(at, sample))),
        ("search1", &|at, sample| signs(sample).get(at % 2).map(char::to_string)),
        ("full_name", &|_, sample| Some(sample.name.clone())),
        ("initials", &|_, sample| spelled(sample).map(|spelling| spelling.initials())),
        ("pinyin", &|at, sample| {
            let whole = spelled(sample)?.syllables.concat();
            Some(whole.chars().take(3 + at % 8).collect())
        }),
        ("phone_tail", &|_, sample| sample.phone.as_ref().map(|phone| phone[7..].to_owned())),
        ("tail4", &|_, sample| Some(sample.id_number[14..].to_owned())),
        ("door", &|_, sample| Some(sample.door.clone())),
        ("door_in_estate", &|_, sample| Some(format!("{} {}", sample.estate, sample.door))),
    ];
    for (name, key) in sorts {
        let mut times = Vec::new();
        for (at, sample) in people.iter().enumerate() {
            if let Some(text) = key(at, sample) {
                times.push(find_ms(city, centre, &text).await?);
            }
        }
        // The first looks plan their statements.
        times.drain(..times.len() / 10);
        figure(&format!("{name}_p50_ms"), percentile(&mut times, 0.5), "ms")?;
        figure(&format!("{name}_p99_ms"), percentile(&mut times, 0.99), "ms")?;
    }
    Ok(())
}

/// Two signs next to each other: the first ones or the last ones of the name.
fn two_signs(at: usize, sample: &Sample) -> String {
    let signs: Vec<char> = sample.name.chars().collect();
    let start = if at.is_multiple_of(2) { 0 } else { signs.len().saturating_sub(2) };
    signs[start..].iter().take(2).collect()
}

async fn find_ms(city: &City, actor: &Actor, text: &str) -> anyhow::Result<f64> {
    let began = Instant::now();
    find(&city.service, actor, text, Scope { area: actor.area, near: None, limit: 20 }).await?;
    Ok(began.elapsed().as_secs_f64() * 1000.0)
}

/// The same terms in turn: ours, `pg_trgm`, GIN under row-level security.
async fn peers(city: &City, centre: &Actor, people: &[Sample]) -> anyhow::Result<()> {
    let mut peer = Peer::open(&city.app_url, centre).await?;
    let (mut ours, mut trgm, mut gin) = (Vec::new(), Vec::new(), Vec::new());
    for (at, sample) in people.iter().enumerate().take(SHARED) {
        let text = two_signs(at, sample);
        ours.push(find_ms(city, centre, &text).await?);
        trgm.push(peer.trgm_ms(&text).await?);
        gin.push(peer.gin_ms(&text).await?);
    }
    for (name, theirs) in [("trgm", &mut trgm), ("gin_rls", &mut gin)] {
        let mut ratios: Vec<f64> = ours.iter().zip(theirs.iter()).map(|(ours, theirs)| ours / theirs).collect();
        figure(&format!("search2_vs_{name}"), percentile(&mut ratios, 0.5), "ratio")?;
        figure(&format!("search2_vs_{name}_worst"), percentile(&mut ratios, 1.0), "ratio")?;
        figure(&format!("{name}_p50_ms"), percentile(theirs, 0.5), "ms")?;
    }
    Ok(())
}

/// Card, search and one grid's households: the product's statements under the policy, and as a role whose policy is `true`
/// with the same plain predicates. Only the statements are timed, in turn.
async fn rls_cost(city: &City, centre: &Actor, people: &[Sample]) -> anyhow::Result<()> {
    let today = city.service.today();
    let accounts = session::demo_accounts(&city.service).await?;
    let worker = accounts.into_iter().find(|account| account.post.role == Role::GridWorker);
    let grid = worker.context("there are grid workers")?.post.area.range();
    // A connection each: one that changes roles plans every statement anew, and one of many finds its caches cold.
    // Both plan a statement once, as `Store::begin_lookup` has it.
    let url = format!("{}&options=-c%20plan_cache_mode%3Dforce_generic_plan", city.app_url);
    let locked = Store::open(&url, 1, city.keyring.clone()).await?;
    let plain = Store::open(&url, 1, city.keyring.clone()).await?;
    let mut ratios = Vec::new();
    for what in ["card", "search", "grid"] {
        let mut times = [Vec::new(), Vec::new()];
        for (at, sample) in people.iter().enumerate().take(400) {
            // In turn, and both once before: who comes first reads the pages for the other.
            for (turn, side) in [0, 1, at % 2, 1 - at % 2].into_iter().enumerate() {
                let mut tx = if side == 0 { locked.begin(centre).await? } else { plain.begin_system().await? };
                let began = Instant::now();
                match what {
                    "card" => card(&mut tx, sample).await?,
                    "search" => {
                        let question = Question::read(&two_signs(at, sample), &tx.key());
                        store::search::people(&mut tx, &question, &[centre.area.range()], 20).await?;
                    }
                    _ => store::household::display_bytes(&mut tx, Lens::default(), grid, today, |_, _| ()).await?,
                }
                if turn > 1 {
                    times[side].push(began.elapsed().as_secs_f64());
                }
                tx.commit().await?;
            }
        }
        let [locked, plain] = &mut times;
        let ratio = percentile(locked, 0.5) / percentile(plain, 0.5);
        figure(&format!("rls_cost_{what}"), ratio, "ratio")?;
        ratios.push(ratio);
    }
    figure("rls_cost", percentile(&mut ratios, 1.0), "ratio")
}

async fn card(tx: &mut Tx, sample: &Sample) -> anyhow::Result<()> {
    let dwelling = DwellingId::new_checked(sample.dwelling).context("ids are ids")?;
    let row = store::household::card(tx, dwelling).await?;
    if row.is_some_and(|row| row.has_cases) {
        store::case::of_dwelling(tx, dwelling).await?;
    }
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a plain date");
    store::resident::of_dwelling(tx, dwelling, today).await?;
    Ok(())
}

/// Processor time of this process for a card with everything that a request does but HTTP: the session is looked up, both
/// locks asked, names masked, the look audited. One request after the other, and many at once.
async fn card_cpu(city: &City, token: &str, people: &[Sample]) -> anyhow::Result<()> {
    for (name, at_once) in [("card_cpu_us", 1), ("card_busy_cpu_us", CARDS_AT_ONCE)] {
        let mut rounds = Vec::new();
        for _ in 0..5 {
            let before = processor_us()?;
            let mut clients = JoinSet::new();
            for client in 0..at_once {
                let ids = people.iter().skip(client).step_by(at_once).map(|sample| sample.dwelling).collect();
                clients.spawn(cards(city.service.clone(), token.to_owned(), ids));
            }
            while let Some(done) = clients.join_next().await {
                done??;
            }
            rounds.push((processor_us()? - before) / people.len() as f64);
        }
        figure(name, percentile(&mut rounds, 0.5), "us")?;
    }
    Ok(())
}

async fn cards(service: Service, token: String, dwellings: Vec<i64>) -> anyhow::Result<()> {
    for dwelling in dwellings {
        let actor = session::acting(&service, &token).await?.context("the session holds")?.actor;
        let dwelling = DwellingId::new_checked(dwelling).context("ids are ids")?;
        service::household::card(&service, &actor, dwelling).await?;
    }
    Ok(())
}
