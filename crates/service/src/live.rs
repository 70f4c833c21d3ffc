//! Live frames: from the outbox, through the one sequencer, to everybody who may see them.
//!
//! Not for the connection itself (the server writes events) nor for what the browser does with a frame.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use domain::actor::{Access, Action, Actor};
use domain::area::{Area, AreaRange, County};
use domain::live::{LiveBeacon, LiveCell, LiveFrame};
use futures_util::Stream;
use futures_util::stream::unfold;
use store::{StoreError, Tx, outbox, sequencer};
use tokio::sync::{Notify, broadcast};
use tokio::time::{Instant, sleep, timeout};

use crate::chain::Keeper;
use crate::guest::{self, Guest, Guests};
use crate::lock::access;
use crate::{Service, ServiceError, case, media, recurrence, retention, trail};

/// Batches that a subscriber may lag behind before it has to read them from the outbox.
const BACKLOG: usize = 256;
/// Outbox rows in one batch.
const BATCH_ROWS: i64 = 500;
/// Rows that a returning browser catches up with; beyond that it loads everything anew.
const REPLAY_ROWS: i64 = 5_000;
/// How often the outbox is looked at when nobody wakes the sequencer.
const POLL: Duration = Duration::from_millis(100);
/// The least time between two batches, so that a burst becomes few frames.
const GATHER: Duration = Duration::from_millis(30);
/// How long a leader may be silent before another takes over.
const LEASE: Duration = Duration::from_secs(10);
/// How often the lease is renewed or tried for.
const RENEW: Duration = Duration::from_secs(3);
/// How often old rows and sessions are removed.
const SWEEP: Duration = Duration::from_mins(10);
/// Numbered outbox rows that are kept for returning browsers.
const KEEP_ROWS: i64 = 100_000;
/// How long to wait after a failure.
const RETRY: Duration = Duration::from_secs(1);
/// What a subscriber is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LiveEvent {
    /// The first event: the number that the subscription begins after.
    Hello {
        /// The number to resume after.
        seq: i64,
    },
    /// Something looks different.
    Frame(LiveFrame),
    /// The gap is too wide to fill: load the state anew, then go on after this number.
    Reset {
        /// The number to resume after.
        seq: i64,
    },
}

/// Changes that were numbered together, before anybody's scope is applied.
#[derive(Debug)]
struct Batch {
    /// The number that the batch begins after.
    after: i64,
    /// The last number in it.
    seq: i64,
    scenes: Vec<(County, u32)>,
    cells: Vec<(Area, LiveCell)>,
    beacons: Vec<(Area, LiveBeacon)>,
}

/// Where batches come out. Cheap to clone.
#[derive(Clone, Debug)]
pub struct LiveHub {
    sender: broadcast::Sender<Arc<Batch>>,
    waker: Arc<Notify>,
    seq: Arc<AtomicI64>,
    pub(crate) guests: Guests,
}

impl Default for LiveHub {
    fn default() -> Self {
        Self {
            sender: broadcast::channel(BACKLOG).0,
            waker: Arc::default(),
            seq: Arc::default(),
            guests: Guests::default(),
        }
    }
}

impl LiveHub {
    /// Tells the sequencer that something was committed.
    pub fn wake(&self) {
        self.waker.notify_one();
    }

    /// The last number that was sent out by this process.
    pub fn seq(&self) -> i64 {
        self.seq.load(Ordering::Relaxed)
    }

    /// How many are listening.
    pub fn subscribers(&self) -> usize {
        self.sender.receiver_count()
    }
}

/// Numbers and sends out changes until `shutdown` is done. Each process runs one; the leased leader of them numbers, and all
/// send to their own subscribers.
pub async fn run_sequencer(s: Service, shutdown: impl Future<Output = ()>) {
    let holder = match s.entropy.token() {
        Ok(token) => format!("{}-{:02x}{:02x}{:02x}{:02x}", std::process::id(), token[0], token[1], token[2], token[3]),
        Err(_) => format!("{}", std::process::id()),
    };
    let keeper = Keeper::default();
    let work = Sequencer { holder: holder.clone(), leads: false, renew_at: None, sweep_at: None, sent: None, keeper };
    tokio::select! {
        () = work.run(&s) => {}
        () = guest::watch(&s) => {}
        () = shutdown => {}
    }
    let released = async {
        let mut tx = s.store.begin_system().await?;
        sequencer::release(&mut tx, &holder).await?;
        tx.commit().await
    };
    if let Err(error) = released.await {
        tracing::warn!(%error, "the sequencer's lease was not given back; it ends by itself");
    }
}

struct Sequencer {
    holder: String,
    leads: bool,
    renew_at: Option<Instant>,
    sweep_at: Option<Instant>,
    /// The last number that was sent out; nothing before the first look.
    sent: Option<i64>,
    keeper: Keeper,
}

impl Sequencer {
    async fn run(mut self, s: &Service) {
        loop {
            let outcome = self.turn(s).await;
            if self.leads && outcome.is_ok() {
                self.keeper.turn(s, &self.holder).await;
            }
            match outcome {
                Ok(true) => sleep(GATHER).await,
                Ok(false) => {
                    let _woken_or_not = timeout(POLL, s.live.waker.notified()).await;
                }
                Err(error) => {
                    tracing::warn!(%error, "the sequencer failed and will try again");
                    self.leads = false;
                    self.renew_at = None;
                    sleep(RETRY).await;
                }
            }
        }
    }

    /// One look at the outbox. True when something was sent.
    async fn turn(&mut self, s: &Service) -> Result<bool, StoreError> {
        let now = Instant::now();
        if self.renew_at.is_none_or(|at| at <= now) {
            self.renew(s).await?;
            self.renew_at = Some(now + RENEW);
        }
        let mut tx = s.store.begin_system().await?;
        let (waiting, mut last) = sequencer::glance(&mut tx).await?;
        if waiting && self.leads {
            last += sequencer::number(&mut tx, &self.holder, BATCH_ROWS).await? as i64;
        }
        // What was numbered is told only after it is committed: a number that could vanish must not be resumed after.
        tx.commit().await?;
        let Some(sent) = self.sent else {
            // Whoever subscribed before this first look notices by the empty batch what it missed.
            self.send(s, Batch { after: last, seq: last, scenes: Vec::new(), cells: Vec::new(), beacons: Vec::new() });
            return Ok(true);
        };
        if last <= sent {
            return Ok(false);
        }
        let mut tx = s.store.begin_system().await?;
        let batch = batch(&mut tx, s, sent, last).await?;
        tx.commit().await?;
        if let Some(batch) = batch {
            self.send(s, batch);
        }
        Ok(true)
    }

    fn send(&mut self, s: &Service, batch: Batch) {
        self.sent = Some(batch.seq);
        s.live.seq.store(batch.seq, Ordering::Relaxed);
        // Nobody listening is no error.
        let _listeners = s.live.sender.send(Arc::new(batch));
    }

    async fn renew(&mut self, s: &Service) -> Result<(), StoreError> {
        let mut tx = s.store.begin_system().await?;
        self.leads = sequencer::lease(&mut tx, &self.holder, LEASE).await?;
        let now = Instant::now();
        let sweeps = self.leads && self.sweep_at.is_none_or(|at| at <= now);
        if sweeps {
            sequencer::prune(&mut tx, KEEP_ROWS).await?;
            store::case::fold_tallies(&mut tx).await?;
            retention::sweep(s, &mut tx).await?;
            recurrence::find(s, &mut tx).await?;
            self.sweep_at = Some(now + SWEEP);
        }
        tx.commit().await?;
        if sweeps {
            // A bucket may answer late: live frames don't wait for it.
            tokio::spawn(media::sweep_or_say(s.clone()));
            // Each case is its own transaction: a city's idle lights take longer than a lease.
            tokio::spawn(case::sweep_or_say(s.clone()));
            tokio::spawn(crate::month::sweep_or_say(s.clone()));
            // Making and dropping partitions waits for nobody's lease either.
            tokio::spawn(trail::tend_or_say(s.clone()));
        }
        Ok(())
    }
}

/// The state now of everything that changed after `sent`, as far as one batch goes.
async fn batch(tx: &mut Tx, s: &Service, sent: i64, last: i64) -> Result<Option<Batch>, StoreError> {
    let changes = outbox::after(tx, sent, last, BATCH_ROWS).await?;
    let Some(seq) = changes.last_seq else { return Ok(None) };
    let mut scenes = Vec::new();
    for county in store::city::counties(tx).await? {
        scenes.extend(store::city::city(tx, county).await?.map(|city| (county, city.scene_version)));
    }
    let (cells, beacons) = looks(tx, s, &changes).await?;
    Ok(Some(Batch { after: sent, seq, scenes, cells, beacons }))
}

type Looks = (Vec<(Area, LiveCell)>, Vec<(Area, LiveBeacon)>);

async fn looks(tx: &mut Tx, s: &Service, changes: &outbox::Changes) -> Result<Looks, StoreError> {
    let dwellings: Vec<i64> = changes.dwellings.iter().copied().collect();
    let cases: Vec<i64> = changes.cases.iter().copied().collect();
    let cells =
        if dwellings.is_empty() { Vec::new() } else { store::household::live_cells(tx, &dwellings, s.today()).await? };
    let beacons = if cases.is_empty() { Vec::new() } else { store::case::live_beacons(tx, &cases).await? };
    Ok((cells, beacons))
}

/// Everything that changes from now on, and since `after` when a browser comes back; only what the account may see.
///
/// The stream ends when the session ends or acts under another post: the browser then connects again.
pub async fn subscribe(
    s: &Service,
    actor: &Actor,
    after: Option<i64>,
) -> Result<impl Stream<Item = LiveEvent> + Send + use<>, ServiceError> {
    // Listening begins before the last number is read, so that nothing falls between replay and live.
    let receiver = s.live.sender.subscribe();
    let mut tx = s.store.begin(actor).await?;
    let (pruned, last) = outbox::kept(&mut tx).await?;
    let reach = store::reach(&mut tx).await?;
    tx.commit().await?;
    let from = after.unwrap_or(last);
    let lost = from > last || from < pruned || last - from > REPLAY_ROWS;
    // Told from the back.
    let mut greeting = vec![LiveEvent::Hello { seq: if lost { last } else { from } }];
    if lost {
        greeting.insert(0, LiveEvent::Reset { seq: last });
    }
    let subscription = Subscription {
        s: s.clone(),
        actor: actor.clone(),
        reach,
        receiver,
        delivered: if lost { last } else { from },
        replay_to: (!lost && from < last).then_some(last),
        greeting,
        guest: s.live.guests.enter(actor),
    };
    Ok(unfold(subscription, |mut subscription| async move {
        let event = subscription.next().await?;
        Some((event, subscription))
    }))
}

struct Subscription {
    s: Service,
    actor: Actor,
    /// What the session's row says: batches are read by the system, so row-level security can't hold them back.
    reach: Option<AreaRange>,
    receiver: broadcast::Receiver<Arc<Batch>>,
    /// The last number that was told, or that held nothing for this account.
    delivered: i64,
    /// Up to where the outbox has to be read before going on live.
    replay_to: Option<i64>,
    /// Events to be told first, the last one first.
    greeting: Vec<LiveEvent>,
    guest: Guest,
}

impl Subscription {
    async fn next(&mut self) -> Option<LiveEvent> {
        if let Some(event) = self.greeting.pop() {
            return Some(event);
        }
        loop {
            if let Some(to) = self.replay_to {
                // In a box: a stream that stands would hold room for these statements all day.
                match Box::pin(self.replay(to)).await {
                    Ok(Some(event)) => return Some(event),
                    Ok(None) => continue,
                    Err(error) => {
                        tracing::warn!(%error, "a subscriber could not catch up and is sent away");
                        return None;
                    }
                }
            }
            let told = tokio::select! {
                told = self.receiver.recv() => told,
                () = self.guest.shown_out() => return None,
            };
            match told {
                Ok(batch) if batch.after > self.delivered => self.replay_to = Some(batch.seq),
                Ok(batch) if batch.seq > self.delivered => {
                    self.delivered = batch.seq;
                    if let Some(frame) = frame(&self.actor, self.reach, &batch) {
                        return Some(LiveEvent::Frame(frame));
                    }
                }
                Ok(_already_replayed) => {}
                Err(broadcast::error::RecvError::Lagged(_)) => self.replay_to = Some(self.s.live.seq()),
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }

    /// Reads the next piece of the outbox under the account's own row-level security; for a command screen, whose rows that
    /// would all hide, as the live batches are read. `frame` lets neither of them have more than its policy says.
    async fn replay(&mut self, to: i64) -> Result<Option<LiveEvent>, StoreError> {
        if to - self.delivered > REPLAY_ROWS {
            self.delivered = to;
            self.replay_to = None;
            return Ok(Some(LiveEvent::Reset { seq: to }));
        }
        let mut tx = match self.reach {
            Some(_) => self.s.store.begin(&self.actor).await?,
            None => self.s.store.begin_system().await?,
        };
        let changes = outbox::after(&mut tx, self.delivered, to, BATCH_ROWS).await?;
        let (cells, beacons) = looks(&mut tx, &self.s, &changes).await?;
        let county = self.actor.area.county();
        let version = store::city::city(&mut tx, county).await?.map_or(0, |city| city.scene_version);
        tx.commit().await?;
        let is_last = changes.rows < BATCH_ROWS as usize;
        self.delivered = if is_last { to } else { changes.last_seq.unwrap_or(to) };
        if is_last {
            self.replay_to = None;
        }
        let batch = Batch { after: 0, seq: self.delivered, scenes: vec![(county, version)], cells, beacons };
        Ok(frame(&self.actor, self.reach, &batch).map(LiveEvent::Frame))
    }
}

/// Tells a command screen that sees no single household that its totals changed, and nothing else.
fn nudge(actor: &Actor, batch: &Batch) -> Option<LiveFrame> {
    let concerns = access(actor, Action::ViewScreen, actor.area) == Access::Granted
        && batch.beacons.iter().any(|(area, _)| actor.area.contains(*area));
    let (_, scene_version) = batch.scenes.iter().find(|(county, _)| *county == actor.area.county())?;
    let frame = LiveFrame { seq: batch.seq, scene_version: *scene_version, cells: Vec::new(), beacons: Vec::new() };
    concerns.then_some(frame)
}

/// What an account may see of a batch, by the policy and by its session's row; nothing when that is nothing.
fn frame(actor: &Actor, reach: Option<AreaRange>, batch: &Batch) -> Option<LiveFrame> {
    let Some(reach) = reach else { return nudge(actor, batch) };
    let sees = |area: Area| {
        (reach.lo..reach.hi).contains(&area.code()) && access(actor, Action::ViewHousehold, area) == Access::Granted
    };
    let cells: Vec<LiveCell> =
        batch.cells.iter().filter(|(area, _)| sees(*area)).map(|(_, cell)| cell.clone()).collect();
    let beacons: Vec<LiveBeacon> =
        batch.beacons.iter().filter(|(area, _)| sees(*area)).map(|(_, beacon)| beacon.clone()).collect();
    if cells.is_empty() && beacons.is_empty() {
        return None;
    }
    let versions: HashMap<County, u32> = batch.scenes.iter().copied().collect();
    let scene_version = versions.get(&actor.area.county()).copied()?;
    Some(LiveFrame { seq: batch.seq, scene_version, cells, beacons })
}
