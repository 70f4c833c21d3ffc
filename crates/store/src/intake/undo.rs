//! What a batch changed, how it was before, and putting it back.

use std::collections::HashMap;
use std::hash::BuildHasher;

use domain::id::{DwellingId, IntakeId, ResidentId};
use domain::intake::Batch;
use serde_json::{Value, json};
use sqlx::Row;
use vault::{Nonces, Place};

use crate::{StoreError, Tx, row, sealed};

/// A person's file with everything that belongs to it, as JSON: without what is sealed and without the revision.
macro_rules! image_sql {
    () => {
        "jsonb_build_object(
            'resident', to_jsonb(r) - '{id_number_sealed,id_number_token,phone_sealed,phone_token,medical_note_sealed,revision}'::text[],
            'stays', (
                select coalesce(jsonb_agg(to_jsonb(s) order by s.id), '[]')
                from (
                    select s.* from stay s where s.resident_id = r.id
                    union all
                    select s.* from resident m join stay s on s.resident_id = m.id where m.merged_into = r.id
                ) s
            ),
            'groups', (
                select coalesce(jsonb_agg(to_jsonb(g) order by g.code), '[]')
                from resident_key_group g where g.resident_id = r.id
            ),
            'skills', (
                select coalesce(jsonb_agg(to_jsonb(k) order by k.code), '[]')
                from resident_skill k where k.resident_id = r.id
            ),
            'verified', (
                select coalesce(jsonb_agg(to_jsonb(v) order by v.field_group), '[]')
                from verification v where v.subject_id = r.id and v.field_group <> 'dwelling'
            ),
            'papers', (select count(*) from certificate c where c.resident_id = r.id)
                + (select count(*) from photo p where p.resident_id = r.id)
        )"
    };
}

/// A record that a batch is about to change, and how it was before.
#[derive(Clone, Debug)]
pub struct Before {
    /// The person or the dwelling.
    pub subject: i64,
    /// As JSON, sealed; nothing for a new file.
    pub sealed: Option<Vec<u8>>,
}

fn place(subject: i64) -> Place {
    Place { table: "intake_record", column: "before_sealed", row: subject }
}

/// How people's files are now, sealed. `private` says for whom number or telephone will change: whether a number is added,
/// and whether the telephone is set.
pub async fn people_before(
    tx: &mut Tx,
    residents: &[ResidentId],
    private: &HashMap<ResidentId, (bool, bool), impl BuildHasher>,
    nonces: &mut Nonces,
) -> Result<Vec<Before>, StoreError> {
    let rows = sqlx::query(concat!(
        "select r.id, r.phone_sealed, ",
        image_sql!(),
        " as image
        from unnest($1::int8[]) as t (id)
        join resident r on r.id = t.id"
    ))
    .bind(residents.iter().map(|resident| resident.number()).collect::<Vec<_>>())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|found| {
            let id: i64 = found.try_get("id")?;
            let mut image: Value = found.try_get("image")?;
            let resident = row::parse(id, ResidentId::new_checked, "resident.id")?;
            if let Some((adds_number, sets_phone)) = private.get(&resident) {
                let phone: Option<domain::phone::Phone> = sealed::open(tx.keyring(), found, sealed::phone_place(id))?;
                let phone = phone.as_ref().map(domain::phone::Phone::reveal);
                image["private"] = json!({ "number": adds_number, "set": sets_phone, "phone": phone });
            }
            let sealed = tx.keyring().seal(place(id), nonces.draw(), image.to_string().as_bytes())?;
            Ok(Before { subject: id, sealed: Some(sealed) })
        })
        .collect()
}

/// How households are now, sealed.
pub async fn households_before(
    tx: &mut Tx,
    dwellings: &[DwellingId],
    nonces: &mut Nonces,
) -> Result<Vec<Before>, StoreError> {
    let rows = sqlx::query("select id, to_jsonb(h) as image from household h where id = any($1)")
        .bind(dwellings.iter().map(|dwelling| dwelling.number()).collect::<Vec<_>>())
        .fetch_all(tx.db())
        .await?;
    rows.iter()
        .map(|found| {
            let (id, image): (i64, Value) = (found.try_get("id")?, found.try_get("image")?);
            let sealed = tx.keyring().seal(place(id), nonces.draw(), image.to_string().as_bytes())?;
            Ok(Before { subject: id, sealed: Some(sealed) })
        })
        .collect()
}

/// Writes down what a batch changed, after it did.
pub async fn record_people(tx: &mut Tx, batch: &Batch, before: &[Before]) -> Result<u64, StoreError> {
    let done = sqlx::query(concat!(
        "insert into intake_record
            (batch_id, kind, subject_id, area, is_new, before_sealed, after_digest, after_revision)
        select $1, 'person', r.id, $2, t.sealed is null, t.sealed,
            encode(sha256(convert_to(",
        image_sql!(),
        "::text, 'UTF8')), 'hex'), r.revision
        from unnest($3::int8[], $4::bytea[]) as t (id, sealed)
        join resident r on r.id = t.id"
    ))
    .bind(batch.batch.number())
    .bind(batch.area.code())
    .bind(before.iter().map(|one| one.subject).collect::<Vec<_>>())
    .bind(before.iter().map(|one| one.sealed.as_deref()).collect::<Vec<_>>())
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected())
}

/// The same for households.
pub async fn record_households(tx: &mut Tx, batch: &Batch, before: &[Before]) -> Result<(), StoreError> {
    sqlx::query(
        "insert into intake_record
            (batch_id, kind, subject_id, area, is_new, before_sealed, after_digest, after_revision)
        select $1, 'household', h.id, $2, false, t.sealed, '', h.revision
        from unnest($3::int8[], $4::bytea[]) as t (id, sealed)
        join household h on h.id = t.id",
    )
    .bind(batch.batch.number())
    .bind(batch.area.code())
    .bind(before.iter().map(|one| one.subject).collect::<Vec<_>>())
    .bind(before.iter().map(|one| one.sealed.as_deref()).collect::<Vec<_>>())
    .execute(tx.db())
    .await?;
    Ok(())
}

/// What a batch changed.
#[derive(Clone, Debug, Default)]
pub struct Changed {
    /// Files that it began.
    pub new: Vec<ResidentId>,
    /// Files that it changed.
    pub changed: Vec<ResidentId>,
    /// Households that it changed.
    pub households: Vec<DwellingId>,
    /// Whether all earlier states are still kept.
    pub is_whole: bool,
}

/// What a batch changed.
pub async fn changed(tx: &mut Tx, batch: IntakeId) -> Result<Changed, StoreError> {
    let rows = sqlx::query(
        "select kind, subject_id, is_new, before_sealed is not null as is_kept
        from intake_record
        where batch_id = $1
        order by subject_id",
    )
    .bind(batch.number())
    .fetch_all(tx.db())
    .await?;
    let mut found = Changed { is_whole: !rows.is_empty(), ..Changed::default() };
    for row in &rows {
        let (id, is_new): (i64, bool) = (row.try_get("subject_id")?, row.try_get("is_new")?);
        found.is_whole &= is_new || row.try_get::<bool, _>("is_kept")?;
        if row.try_get::<&str, _>("kind")? == "household" {
            found.households.push(row::parse(id, DwellingId::new_checked, "intake_record.subject_id")?);
            continue;
        }
        let resident = row::parse(id, ResidentId::new_checked, "intake_record.subject_id")?;
        if is_new { found.new.push(resident) } else { found.changed.push(resident) }
    }
    Ok(found)
}

/// The first people of a batch whose files are no longer as the batch left them, gone ones included.
pub async fn touched(tx: &mut Tx, batch: IntakeId, limit: i64) -> Result<Vec<ResidentId>, StoreError> {
    let ids: Vec<i64> = sqlx::query_scalar(concat!(
        "select k.subject_id
        from intake_record k
        left join lateral (
            select r.revision, encode(sha256(convert_to(",
        image_sql!(),
        "::text, 'UTF8')), 'hex') as digest
            from resident r where r.id = k.subject_id
        ) n on true
        where k.batch_id = $1 and k.kind = 'person'
            and (n.digest, n.revision) is distinct from (k.after_digest, k.after_revision)
        order by k.subject_id
        limit $2"
    ))
    .bind(batch.number())
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    ids.into_iter().map(|id| row::parse(id, ResidentId::new_checked, "intake_record.subject_id")).collect()
}

/// Takes the files away that a batch began, with all that hangs on them.
pub async fn remove_new(tx: &mut Tx, residents: &[ResidentId]) -> Result<u64, StoreError> {
    let ids: Vec<i64> = residents.iter().map(|resident| resident.number()).collect();
    sqlx::query("delete from verification where subject_id = any($1) and field_group <> 'dwelling'")
        .bind(&ids)
        .execute(tx.db())
        .await?;
    // Stays and groups go with the file.
    Ok(sqlx::query("delete from resident where id = any($1)").bind(&ids).execute(tx.db()).await?.rows_affected())
}

/// How records were before a batch, opened.
async fn before(tx: &mut Tx, batch: IntakeId, kind: &str) -> Result<Vec<Value>, StoreError> {
    let rows = sqlx::query(
        "select subject_id, before_sealed from intake_record
        where batch_id = $1 and kind = $2 and before_sealed is not null
        order by subject_id",
    )
    .bind(batch.number())
    .bind(kind)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let opened = tx.keyring().open(place(row.try_get("subject_id")?), row.try_get("before_sealed")?)?;
            serde_json::from_slice(&opened)
                .map_err(|_unreadable| StoreError::Unreadable { column: "intake_record.before_sealed" })
        })
        .collect()
}

/// Puts the files back that a batch changed.
pub async fn restore_people(tx: &mut Tx, batch: IntakeId, nonces: &mut Nonces) -> Result<(), StoreError> {
    let images = before(tx, batch, "person").await?;
    let all = |part: &str| -> Value {
        images.iter().flat_map(|image| image[part].as_array().cloned().unwrap_or_default()).collect()
    };
    let residents: Value = images.iter().map(|image| image["resident"].clone()).collect();
    let ids: Vec<i64> = images.iter().filter_map(|image| image["resident"]["id"].as_i64()).collect();
    for (statement, part) in RESTORE {
        let rows = if part == "resident" { residents.clone() } else { all(part) };
        sqlx::query(statement).bind(&ids).bind(rows).execute(tx.db()).await?;
    }
    for image in images.iter().filter(|image| image["private"].is_object()) {
        restore_private(tx, image, nonces).await?;
    }
    Ok(())
}

/// One statement a table: `$1` are the people, `$2` the rows as they were.
const RESTORE: [(&str, &str); 10] = [
    (
        "update resident r set
            area = b.area, name = b.name, sex = b.sex, born_on = b.born_on, former_name = b.former_name,
            ethnicity = b.ethnicity, native_place = b.native_place, registered_address = b.registered_address,
            residence_match = b.residence_match, inflow = b.inflow, permit = b.permit,
            permit_from_on = b.permit_from_on, permit_until_on = b.permit_until_on, marital = b.marital,
            politics = b.politics, party = b.party, party_organisation = b.party_organisation, education = b.education, occupation = b.occupation,
            workplace = b.workplace, status = b.status, revision = r.revision + 1
        from jsonb_populate_recordset(null::resident, $2) b
        where r.id = b.id and r.id = any($1)",
        "resident",
    ),
    (
        "delete from stay s
        where s.resident_id = any($1)
            and s.id not in (select b.id from jsonb_populate_recordset(null::stay, $2) b)",
        "stays",
    ),
    (
        "update stay s set area = b.area, kind = b.kind, relation = b.relation, from_on = b.from_on, to_on = b.to_on,
            end_reason = b.end_reason
        from jsonb_populate_recordset(null::stay, $2) b
        where s.id = b.id and $1::int8[] is not null",
        "stays",
    ),
    (
        "delete from resident_key_group g
        where g.resident_id = any($1)
            and (g.resident_id, g.code) not in (
                select b.resident_id, b.code from jsonb_populate_recordset(null::resident_key_group, $2) b
            )",
        "groups",
    ),
    (
        "update resident_key_group g set area = b.area
        from jsonb_populate_recordset(null::resident_key_group, $2) b
        where g.resident_id = b.resident_id and g.code = b.code and $1::int8[] is not null",
        "groups",
    ),
    (
        "update resident_skill k set area = b.area
        from jsonb_populate_recordset(null::resident_skill, $2) b
        where k.resident_id = b.resident_id and k.code = b.code and $1::int8[] is not null",
        "skills",
    ),
    (
        "update resident_merge k set area = b.area
        from jsonb_populate_recordset(null::resident, $2) b
        where k.kept_id = b.id and k.area <> b.area and $1::int8[] is not null",
        "resident",
    ),
    (
        "update photo k set area = b.area
        from jsonb_populate_recordset(null::resident, $2) b
        where k.resident_id = b.id and k.area <> b.area and $1::int8[] is not null",
        "resident",
    ),
    (
        "delete from verification v
        where v.subject_id = any($1) and v.field_group <> 'dwelling'
            and (v.subject_id, v.field_group) not in (
                select b.subject_id, b.field_group from jsonb_populate_recordset(null::verification, $2) b
            )",
        "verified",
    ),
    (
        "update verification v set area = b.area, verified_at = b.verified_at, account_id = b.account_id,
            method = b.method
        from jsonb_populate_recordset(null::verification, $2) b
        where v.subject_id = b.subject_id and v.field_group = b.field_group and $1::int8[] is not null",
        "verified",
    ),
];

async fn restore_private(tx: &mut Tx, image: &Value, nonces: &mut Nonces) -> Result<(), StoreError> {
    let (private, id) = (&image["private"], image["resident"]["id"].as_i64().unwrap_or_default());
    if private["number"].as_bool() == Some(true) {
        sqlx::query("update resident set id_number_sealed = null, id_number_token = null where id = $1")
            .bind(id)
            .execute(tx.db())
            .await?;
    }
    if private["set"].as_bool() == Some(true) {
        let phone = private["phone"].as_str().and_then(|text| text.parse().ok());
        let resident = row::parse(id, ResidentId::new_checked, "resident.id")?;
        sealed::set_phone(tx, nonces, resident, phone.as_ref()).await?;
    }
    Ok(())
}

/// Puts the households back that nobody changed since the batch, and says which these are, in the order of
/// their ids.
pub async fn restore_households(tx: &mut Tx, batch: IntakeId) -> Result<Vec<DwellingId>, StoreError> {
    let images: Value = before(tx, batch, "household").await?.into_iter().collect();
    let ids: Vec<i64> = sqlx::query_scalar(
        "update household h set
            occupancy = b.occupancy, label_bits = b.label_bits, label_class = b.label_class,
            key_group_class = b.key_group_class, badge = b.badge, residents = b.residents,
            verified_on = b.verified_on, filled = b.filled, required = b.required, fresh_until = b.fresh_until,
            revision = h.revision + 1
        from jsonb_populate_recordset(null::household, $2) b
        join intake_record k on k.batch_id = $1 and k.kind = 'household' and k.subject_id = b.id
        where h.id = b.id and h.revision = k.after_revision
        returning h.id",
    )
    .bind(batch.number())
    .bind(images)
    .fetch_all(tx.db())
    .await?;
    let mut restored: Vec<DwellingId> =
        ids.into_iter().map(|id| row::parse(id, DwellingId::new_checked, "household.id")).collect::<Result<_, _>>()?;
    restored.sort_unstable();
    Ok(restored)
}
