//! Reads tables, columns, comments and constraints from PostgreSQL's catalog.

use sqlx::{PgConnection, Row};

pub struct Table {
    pub name: String,
    pub comment: String,
    pub is_locked: bool,
    pub columns: Vec<Column>,
    pub constraints: Vec<Constraint>,
    pub indexes: Vec<String>,
}

pub struct Column {
    pub name: String,
    pub kind: String,
    pub is_optional: bool,
    pub is_key: bool,
    pub comment: String,
}

pub struct Constraint {
    pub name: String,
    pub text: String,
    /// The table that a foreign key points to.
    pub target: Option<String>,
}

pub async fn read(connection: &mut PgConnection) -> Vec<Table> {
    let rows = sqlx::query(
        "select c.oid::int8 as oid, c.relname::text as name, coalesce(obj_description(c.oid, 'pg_class'), '') as comment,
            c.relrowsecurity and c.relforcerowsecurity as is_locked
        from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> '_sqlx_migrations'
        order by c.relname",
    )
    .fetch_all(&mut *connection)
    .await
    .unwrap();
    let mut tables = Vec::new();
    for row in rows {
        let oid: i64 = row.get("oid");
        tables.push(Table {
            name: row.get("name"),
            comment: row.get("comment"),
            is_locked: row.get("is_locked"),
            columns: columns(connection, oid).await,
            constraints: constraints(connection, oid).await,
            indexes: indexes(connection, oid).await,
        });
    }
    tables
}

async fn columns(connection: &mut PgConnection, table: i64) -> Vec<Column> {
    let rows = sqlx::query(
        "select a.attname::text as name, format_type(a.atttypid, a.atttypmod) as kind, not a.attnotnull as is_optional,
            coalesce(col_description(a.attrelid, a.attnum), '') as comment,
            exists (
                select 1 from pg_constraint k
                where k.conrelid = a.attrelid and k.contype = 'p' and a.attnum = any(k.conkey)
            ) as is_key
        from pg_attribute a
        where a.attrelid = $1::int8::oid and a.attnum > 0 and not a.attisdropped
        order by a.attnum",
    )
    .bind(table)
    .fetch_all(connection)
    .await
    .unwrap();
    rows.iter()
        .map(|row| Column {
            name: row.get("name"),
            kind: row.get("kind"),
            is_optional: row.get("is_optional"),
            is_key: row.get("is_key"),
            comment: row.get("comment"),
        })
        .collect()
}

async fn constraints(connection: &mut PgConnection, table: i64) -> Vec<Constraint> {
    let rows = sqlx::query(
        "select conname::text as name, pg_get_constraintdef(oid) as text, confrelid::regclass::text as target, contype = 'f' as is_reference
        from pg_constraint
        where conrelid = $1::int8::oid
        order by contype = 'p' desc, conname",
    )
    .bind(table)
    .fetch_all(connection)
    .await
    .unwrap();
    rows.iter()
        .map(|row| Constraint {
            name: row.get("name"),
            text: row.get("text"),
            target: row.get::<bool, _>("is_reference").then(|| row.get("target")),
        })
        .collect()
}

async fn indexes(connection: &mut PgConnection, table: i64) -> Vec<String> {
    sqlx::query_scalar(
        "select replace(pg_get_indexdef(i.indexrelid), ' ON public.', ' on ')
        from pg_index i
        where i.indrelid = $1::int8::oid
            and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))
        order by 1",
    )
    .bind(table)
    .fetch_all(connection)
    .await
    .unwrap()
}
