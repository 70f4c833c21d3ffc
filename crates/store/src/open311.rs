//! Cases as Open311 shows them to the public: one narrow list of columns, read as the system because nobody is logged in.
//!
//! Which cases are public at all is said here once: those that came in through Open311, and those in the open that staff
//! reported, unless their category is sensitive; what residents reported as soon as somebody accepted it. Cases about a household that staff reported are nobody else's business.

use chrono::{DateTime, Utc};
use domain::area::County;
use domain::case::Light;
use domain::category::CategoryCode;
use domain::id::{BuildingId, CaseId};
use domain::open311::Wanted;
use domain::spot::Spot;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// A public case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicCase {
    /// Which.
    pub case: CaseId,
    /// Its category.
    pub code: CategoryCode,
    /// The category's name, Chinese and English.
    pub name: (String, String),
    /// How it stands.
    pub light: Light,
    /// The office or unit that has it.
    pub agency: Option<String>,
    /// When it came in.
    pub requested_at: DateTime<Utc>,
    /// When its light last changed.
    pub updated_at: DateTime<Utc>,
    /// Until when it should be done.
    pub expected_at: Option<DateTime<Utc>>,
    /// Its building's address, or the name of its grid; of a sensitive one its community's or larger area's.
    pub address: Option<String>,
    /// Its building, unless it is sensitive.
    pub building: Option<BuildingId>,
    /// Decimetres from the city's origin: its own point, or its building's; nothing for a sensitive one.
    pub at_dm: Option<(i32, i32)>,
}

/// What all public cases select; `$filter` follows the `where`.
macro_rules! public_sql {
    ($filter:literal) => {
        concat!(
            "select
                c.id, c.category, k.name_zh, k.name_en, c.light, c.reported_at, c.changed_at, c.business_due_at,
                coalesce(u.name_zh, o.name) as agency,
                case when k.is_sensitive then w.name else coalesce(
                    nullif(concat_ws(' ', coalesce(e.name, b.name, b.street), b.number::text || '号楼'), ''),
                    g.name
                ) end as address,
                case when not k.is_sensitive then b.id end as building_id,
                case when not k.is_sensitive then coalesce(c.x_dm, b.x_dm) end as x_dm,
                case when not k.is_sensitive then coalesce(c.y_dm, b.y_dm) end as y_dm
            from case_file c
            join case_category k on k.code = c.category
            left join dwelling d on d.id = c.dwelling_id
            left join building b on b.id = d.building_id
            left join estate e on e.id = b.estate_id
            left join area g on g.area = c.area
            left join area w on w.area = case when c.area % 1000000 = 0 then c.area else c.area - c.area % 1000 end
            left join unit u on u.id = c.holder
            left join area o on o.area = c.holder
            where (c.source = 'open311' or (c.dwelling_id is null and not k.is_sensitive))
                and (c.source <> 'resident' or c.phase <> 'waiting')
                and c.area >= $1
                and c.area < $2
                ",
            $filter
        )
    };
}

/// The public cases of a city that are asked for, the latest first.
pub async fn public_cases(tx: &mut Tx, county: County, wanted: &Wanted) -> Result<Vec<PublicCase>, StoreError> {
    let range = domain::area::Area::city(county).range();
    let rows = if let Some(cases) = &wanted.cases {
        let ids: Vec<i64> = cases.iter().map(|case| case.number()).collect();
        sqlx::query(public_sql!("and c.id = any($3) order by c.reported_at desc, c.id desc"))
            .bind(range.lo)
            .bind(range.hi)
            .bind(ids)
            .fetch_all(tx.db())
            .await?
    } else {
        let codes: Vec<&str> = wanted.codes.iter().map(CategoryCode::as_str).collect();
        sqlx::query(public_sql!(
            "and c.reported_at >= $3
                and c.reported_at < $4
                and (cardinality($5::text[]) = 0 or c.category = any($5))
                and ($6::boolean is null or (c.light < 4) = $6)
                order by c.reported_at desc, c.id desc
                limit $7
                offset $8"
        ))
        .bind(range.lo)
        .bind(range.hi)
        .bind(wanted.from_at)
        .bind(wanted.to_at)
        .bind(codes)
        .bind(wanted.is_open)
        .bind(i64::from(wanted.page_size))
        .bind(wanted.offset())
        .fetch_all(tx.db())
        .await?
    };
    rows.iter().map(public_case).collect()
}

/// One public case.
pub async fn public_case_of(tx: &mut Tx, county: County, case: CaseId) -> Result<Option<PublicCase>, StoreError> {
    let range = domain::area::Area::city(county).range();
    let found = sqlx::query(public_sql!("and c.id = $3"))
        .bind(range.lo)
        .bind(range.hi)
        .bind(case.number())
        .fetch_optional(tx.db())
        .await?;
    found.as_ref().map(public_case).transpose()
}

/// What somebody who is about to report something at a place may know of the open cases there: no words, nothing of a household,
/// nothing sensitive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// Which.
    pub case: CaseId,
    /// Its category, Chinese and English.
    pub name: (String, String),
    /// How it stands.
    pub light: Light,
    /// Since when somebody waits.
    pub reported_at: DateTime<Utc>,
}

/// Those open cases within so many metres of a spot, or of its area where no point is known; the latest first.
pub async fn near(
    tx: &mut Tx,
    spot: &Spot,
    radius_m: u16,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Met>, StoreError> {
    // Somebody at a border meets what lies behind it; without a point there is only the area.
    let within = if spot.at_dm.is_some() { domain::area::Area::city(spot.area.county()) } else { spot.area };
    let (range, (x, y)) = (within.range(), spot.at_dm.unzip());
    let rows = sqlx::query(public_sql!(
        "and c.dwelling_id is null
            and not k.is_sensitive
            and c.light < 4
            and c.reported_at >= $3
            and ($4::int4 is null or (c.x_dm between $4 - $6 and $4 + $6 and c.y_dm between $5 - $6 and $5 + $6))
            order by c.reported_at desc, c.id desc
            limit $7"
    ))
    .bind(range.lo)
    .bind(range.hi)
    .bind(since)
    .bind(x)
    .bind(y)
    .bind(i32::from(radius_m) * 10)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(|row| public_case(row).map(met)).collect()
}

/// One of them; nothing for a case that strangers may not know of, or that ended.
pub async fn met_case(tx: &mut Tx, county: County, case: CaseId) -> Result<Option<Met>, StoreError> {
    let range = domain::area::Area::city(county).range();
    let found =
        sqlx::query(public_sql!("and c.id = $3 and c.dwelling_id is null and not k.is_sensitive and c.light < 4"))
            .bind(range.lo)
            .bind(range.hi)
            .bind(case.number())
            .fetch_optional(tx.db())
            .await?;
    found.as_ref().map(public_case).transpose().map(|found| found.map(met))
}

fn met(case: PublicCase) -> Met {
    Met { case: case.case, name: case.name, light: case.light, reported_at: case.requested_at }
}

fn public_case(row: &PgRow) -> Result<PublicCase, StoreError> {
    let building: Option<i64> = row.try_get("building_id")?;
    let (x, y): (Option<i32>, Option<i32>) = (row.try_get("x_dm")?, row.try_get("y_dm")?);
    Ok(PublicCase {
        case: row::parse(row.try_get("id")?, CaseId::new_checked, "case_file.id")?,
        code: row::parse(row.try_get::<&str, _>("category")?, CategoryCode::new, "case_file.category")?,
        name: (row.try_get("name_zh")?, row.try_get("name_en")?),
        light: row::light(row, "light")?,
        agency: row.try_get("agency")?,
        requested_at: row::instant(row, "reported_at")?,
        updated_at: row::instant(row, "changed_at")?,
        expected_at: row.try_get("business_due_at")?,
        address: row.try_get("address")?,
        building: building.map(|id| row::parse(id, BuildingId::new_checked, "building.id")).transpose()?,
        at_dm: x.zip(y),
    })
}
