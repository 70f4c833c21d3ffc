//! Notes at dwellings, stairwells, buildings and estates.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::id::DwellingId;
use domain::note::{Note, NoteKind, NotePlace};
use sqlx::Row;

use crate::{StoreError, Tx, row};

/// The notes that concern a dwelling, from its estate inwards.
pub async fn of_dwelling(tx: &mut Tx, dwelling: DwellingId) -> Result<Vec<Note>, StoreError> {
    let rows = sqlx::query(
        "select n.place, n.kind, n.text
        from dwelling d
        join building b on b.id = d.building_id
        cross join lateral (
            select 1 as rank, 'estate' as place, e.kind, e.text from estate_note e where e.estate_id = b.estate_id
            union all
            select 2, 'building', p.kind, p.text from place_note p where p.place = 'building' and p.place_id = b.id
            union all
            select 3, 'stairwell', p.kind, p.text
            from place_note p
            where p.place = 'stairwell' and p.place_id = b.id and p.unit = d.unit
            union all
            select 4, 'dwelling', p.kind, p.text from place_note p where p.place = 'dwelling' and p.place_id = d.id
        ) n
        where d.id = $1
        order by n.rank, n.kind",
    )
    .bind(dwelling.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Note {
                place: row::parse(row.try_get::<&str, _>("place")?, NotePlace::from_slug, "place_note.place")?,
                kind: row::parse(row.try_get::<&str, _>("kind")?, NoteKind::from_slug, "place_note.kind")?,
                text: row.try_get("text")?,
            })
        })
        .collect()
}

/// Writes a note at one of a dwelling's places; an empty one is taken away. Says whether there is such a place.
pub async fn write(
    tx: &mut Tx,
    actor: &Actor,
    dwelling: DwellingId,
    note: &Note,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let statement = match (note.place, note.text.is_empty()) {
        (NotePlace::Estate, false) => {
            "insert into estate_note (estate_id, kind, text, written_at, account_id)
            select b.estate_id, $3, $4, $5, $6
            from dwelling d join building b on b.id = d.building_id
            where d.id = $1 and b.estate_id is not null and $2 = 'estate'
            on conflict (estate_id, kind) do update set
                text = excluded.text, written_at = excluded.written_at, account_id = excluded.account_id"
        }
        (NotePlace::Estate, true) => {
            "delete from estate_note n
            using dwelling d, building b
            where d.id = $1 and b.id = d.building_id and n.estate_id = b.estate_id and n.kind = $3 and $2 = 'estate'
                and $4 = '' and $5::timestamptz is not null and $6::int8 is not null"
        }
        (_, false) => {
            "insert into place_note (place, place_id, unit, kind, area, text, written_at, account_id)
            select
                $2,
                case when $2 = 'dwelling' then d.id else d.building_id end,
                case when $2 = 'stairwell' then d.unit else 0 end,
                $3, d.area, $4, $5, $6
            from dwelling d
            where d.id = $1
            on conflict (place_id, place, unit, kind) do update set
                text = excluded.text, written_at = excluded.written_at, account_id = excluded.account_id"
        }
        (_, true) => {
            "delete from place_note n
            using dwelling d
            where d.id = $1
                and n.place = $2
                and n.place_id = case when $2 = 'dwelling' then d.id else d.building_id end
                and n.unit = case when $2 = 'stairwell' then d.unit else 0 end
                and n.kind = $3
                and $4 = '' and $5::timestamptz is not null and $6::int8 is not null"
        }
    };
    let done = sqlx::query(statement)
        .bind(dwelling.number())
        .bind(note.place.slug())
        .bind(note.kind.slug())
        .bind(&note.text)
        .bind(at)
        .bind(actor.account.number())
        .execute(tx.db())
        .await?;
    Ok(done.rows_affected() > 0 || note.text.is_empty())
}
