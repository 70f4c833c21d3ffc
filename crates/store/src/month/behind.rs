//! The records behind a number, as far as whoever asks sees them: names of people masked.

use domain::person::mask_name;
use sqlx::Row;

use crate::{StoreError, Tx};

/// A record behind a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// `c` case, `h` household, `p` person, `k` check-point.
    pub kind: char,
    /// Its number.
    pub id: i64,
    /// What it is called: a case's title, a door, a masked name.
    pub text: String,
    /// Where it is.
    pub place: String,
}

/// Reads records by their letters and numbers; those that the session does not see are left out.
pub async fn lines(tx: &mut Tx, records: &[String]) -> Result<Vec<Line>, StoreError> {
    let of = |kind: char| -> Vec<i64> {
        records.iter().filter_map(|one| one.strip_prefix(kind)).filter_map(|id| id.parse().ok()).collect()
    };
    let rows = sqlx::query(
        "select 'c' as kind, c.id, c.title as text, coalesce(nullif(c.place, ''), a.name, '') as place
        from case_file c
        left join area a on a.area = c.area
        where c.id = any($1)
        union all
        select 'h', h.id, concat_ws('-', b.number, d.unit, d.shown), coalesce(e.name, a.name, '')
        from household h
        join dwelling d on d.id = h.id
        join building b on b.id = d.building_id
        left join estate e on e.id = b.estate_id
        left join area a on a.area = h.area
        where h.id = any($2)
        union all
        select 'p', r.id, r.name, coalesce(a.name, '')
        from resident r
        left join area a on a.area = r.area
        where r.id = any($3)
        union all
        select 'k', k.id, k.name, coalesce(a.name, '')
        from check_point k
        left join area a on a.area = k.area
        where k.id = any($4)
        order by 1, 4, 3, 2",
    )
    .bind(of('c'))
    .bind(of('h'))
    .bind(of('p'))
    .bind(of('k'))
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let kind = row.try_get::<&str, _>("kind")?.chars().next().unwrap_or('c');
            let text: String = row.try_get("text")?;
            let text = if kind == 'p' { mask_name(&text) } else { text };
            Ok(Line { kind, id: row.try_get("id")?, text, place: row.try_get("place")? })
        })
        .collect()
}
