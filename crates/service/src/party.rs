//! Party organisations with their members by kind, as far as a post reaches.
//!
//! An organisation is an entry of the register and is entered, changed and closed there ([`crate::register`]). Membership is
//! sensitive: names are masked, and every look at a list of members is written down. A grid worker sees the organisations of
//! the community, and of their members those of the own grid.

use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::file::view::DictionaryWord;
use domain::id::EntryId;
use domain::party::{Rank, community, ground};
use serde_json::json;
use store::Tx;
use store::audit::{self, Record};
pub use store::party::{KindCount, Member, MemberHome};
use store::register::EntryRow;

use crate::lock::authorise;
use crate::register::{self, Offer};
use crate::{Service, ServiceError};

/// The most members of one list.
pub const LINES: i64 = 500;

/// The dictionary's words with the organisations that files of an area can name.
pub(crate) async fn words(tx: &mut Tx, area: Area) -> Result<Vec<DictionaryWord>, ServiceError> {
    let mut words = store::file::dictionary(tx).await?;
    words.extend(store::party::words(tx, community(area).unwrap_or(area).range()).await?);
    Ok(words)
}

/// Whether a list of words has a code; a file may keep an organisation elsewhere that it names already.
pub(crate) fn knows<'a>(words: &'a [DictionaryWord], kept: Option<&'a str>) -> impl Fn(&str, &str) -> bool + 'a {
    move |kind, code| {
        words.iter().any(|word| word.kind == kind && word.code == code)
            || kind == domain::party::LIST && kept == Some(code)
    }
}

/// The organisations of one area.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// Names from the city down to the area.
    pub path: Vec<(Area, String)>,
    /// Those of the area and of the community above it, each behind the one that it stands under.
    pub lines: Vec<Line>,
    /// The kinds of membership.
    pub kinds: Vec<DictionaryWord>,
    /// What a new one can be; nothing where none can be made.
    pub offer: Option<Offer>,
}

/// One organisation of a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The entry.
    pub row: EntryRow,
    /// How many stand above it in this tree.
    pub depth: usize,
    /// Its own members in the area by kind.
    pub counts: Vec<KindCount>,
}

/// The organisations of an area with their members by kind.
///
/// *Errors*: `NotFound` for an area out of reach, and for posts that see no files.
pub async fn list(s: &Service, actor: &Actor, area: Area) -> Result<Tree, ServiceError> {
    authorise(actor, Action::ViewHousehold, area)?;
    let mut tx = s.store.begin_look(actor).await?;
    let path = store::area::path(&mut tx, area).await?;
    if path.last().is_none_or(|(found, _)| *found != area) {
        return Err(ServiceError::NotFound);
    }
    let rows = store::party::list(&mut tx, area.range(), community(area)).await?;
    let counts = store::party::counts(&mut tx, area.range()).await?;
    let kinds = kinds(&mut tx).await?;
    let offer = register::offer_of(&mut tx, actor, area, true).await?;
    let detail = json!({ "organisations": rows.len() });
    audit::write(&mut tx, actor, s.now(), area, "list_party", Record::Area(area), Some(detail)).await?;
    tx.commit().await?;
    Ok(Tree { path, lines: in_order(&rows, &counts), kinds, offer })
}

async fn kinds(tx: &mut Tx) -> Result<Vec<DictionaryWord>, ServiceError> {
    let mut words = store::file::dictionary(tx).await?;
    words.retain(|word| word.kind == "party");
    Ok(words)
}

/// Each organisation behind the one that it stands under; those whose parent is elsewhere begin at the margin.
pub(crate) fn in_order(rows: &[EntryRow], counts: &[KindCount]) -> Vec<Line> {
    let own = |entry: EntryId| counts.iter().filter(|count| count.organisation == entry).cloned().collect();
    let is_known = |parent: EntryId| rows.iter().any(|row| row.entry == parent);
    let parent = |row: &EntryRow| row.parent.as_ref().map(|(parent, _)| *parent).filter(|parent| is_known(*parent));
    let mut lines = Vec::with_capacity(rows.len());
    let mut open: Vec<(&EntryRow, usize)> =
        rows.iter().rev().filter(|row| parent(row).is_none()).map(|row| (row, 0)).collect();
    while let Some((row, depth)) = open.pop() {
        lines.push(Line { row: row.clone(), depth, counts: own(row.entry) });
        open.extend(rows.iter().rev().filter(|below| parent(below) == Some(row.entry)).map(|below| (below, depth + 1)));
    }
    lines
}

/// The members of one organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct Members {
    /// Where: the part of the organisation's ground that the post reaches.
    pub ground: Area,
    /// All of them by kind.
    pub counts: Vec<KindCount>,
    /// Those of the kind that was asked for, masked; at most [`LINES`].
    pub members: Vec<Member>,
    /// The kinds of membership.
    pub kinds: Vec<DictionaryWord>,
    /// Open organisations that stand under it.
    pub below: Vec<EntryRow>,
}

/// The members of an organisation, of one kind when one is asked for. The look is written down.
///
/// *Errors*: `NotFound` for an entry that is no organisation, and outside its community.
pub async fn members(
    s: &Service,
    actor: &Actor,
    organisation: EntryId,
    kind: Option<&str>,
) -> Result<Members, ServiceError> {
    let mut tx = s.store.begin_look(actor).await?;
    let row = store::register::one(&mut tx, organisation).await?.ok_or(ServiceError::NotFound)?;
    let ground = ground(row.area, actor.area).filter(|_| Rank::of_kind(&row.kind).is_some());
    let ground = ground.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ViewHousehold, ground)?;
    let range = ground.range();
    let mut counts = store::party::counts(&mut tx, range).await?;
    counts.retain(|count| count.organisation == organisation);
    let members = store::party::members(&mut tx, (organisation, kind), range, (s.today(), LINES)).await?;
    let mut below = store::party::list(&mut tx, range, community(ground)).await?;
    below.retain(|row| row.parent.as_ref().is_some_and(|(parent, _)| *parent == organisation));
    let kinds = kinds(&mut tx).await?;
    let detail = json!({ "kind": kind, "members": members.len() });
    audit::write(&mut tx, actor, s.now(), ground, "view_members", Record::Entry(organisation), Some(detail)).await?;
    tx.commit().await?;
    Ok(Members { ground, counts, members, kinds, below })
}
