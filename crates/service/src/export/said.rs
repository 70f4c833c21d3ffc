//! What the codes of a list's conditions are called: the dictionary's words, the building, the notice, the estate.

use domain::actor::Actor;
use domain::area::Area;
use domain::cell::Label;
use domain::export::List;
use domain::file::view::DictionaryWord;
use domain::id::BuildingId;
use store::Tx;

use crate::{ServiceError, party};

/// The names behind a list's conditions. Whoever shows them says them in the language of the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// The city's labels, retired ones too.
    pub labels: Vec<Label>,
    /// The dictionary's words with the party organisations of the area.
    pub words: Vec<DictionaryWord>,
    /// The building that is asked for: its estate or street, and its number; 0 for none.
    pub building: Option<(String, i32)>,
    /// The notice's title, or the estate's name.
    pub subject: Option<String>,
}

/// The names behind a list's conditions, as far as the actor may know them.
pub(super) async fn said(tx: &mut Tx, actor: &Actor, area: Area, list: &List) -> Result<Said, ServiceError> {
    let subject = match list {
        List::People(filter) => {
            let building = match filter.building {
                Some(building) => name(tx, actor, building).await?,
                None => None,
            };
            let labels = store::label::dictionary(tx, area.county()).await?;
            return Ok(Said { labels, words: party::words(tx, area).await?, building, subject: None });
        }
        List::Notice(notice) => store::notice::one(tx, *notice, actor.area.range()).await?.map(|notice| notice.title),
        List::Estate(estate) => store::estate::list(tx, area.range(), Some(*estate)).await?.pop().map(|row| row.name),
        _ => None,
    };
    Ok(Said { subject, ..Said::default() })
}

async fn name(tx: &mut Tx, actor: &Actor, building: BuildingId) -> Result<Option<(String, i32)>, ServiceError> {
    let row = store::building::building(tx, building).await?.filter(|row| actor.area.contains(row.area));
    Ok(row.map(|row| (row.estate.map(|(_, name)| name).or(row.source).unwrap_or_default(), row.number)))
}
