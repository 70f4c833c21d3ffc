//! A statement of the love bank as a file: `GET /bank/{account}/statement.pdf` and `…/statement.xlsx` (`?month=2026-11`).

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use domain::actor::Actor;
use domain::id::BankAccountId;
use office::{account_name, entry_note};
use serde::Deserialize;
use service::bank::{Line, Statement, export};
use sheet::Format;
use ui::error::AppError;
use ui::{bank, format, month as called};
use wording::Lang;
use wording::bank::BankWord;

use super::listing::Paper;
use super::refusal::Refusal;
use crate::state::AppState;

/// Which month.
#[derive(Debug, Deserialize)]
pub struct Asked {
    month: Option<String>,
}

/// The pages to print.
pub async fn pdf(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(account): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let found = find(&state, &actor, &account, &asked).await?;
    paper(&found).pdf(&state, &file(&found, "pdf")).await
}

/// The table.
pub async fn xlsx(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(account): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let found = find(&state, &actor, &account, &asked).await?;
    paper(&found).table(Format::Xlsx, &file(&found, "xlsx")).await
}

async fn find(state: &AppState, actor: &Actor, account: &str, asked: &Asked) -> Result<Statement, Refusal> {
    let account: BankAccountId = account.parse().map_err(|_no_id| AppError::NotFound)?;
    let month: Option<NaiveDate> = asked.month.as_ref().and_then(|month| format!("{month}-01").parse().ok());
    Ok(export(&state.service, actor, account, month).await?)
}

fn file(found: &Statement, kind: &str) -> String {
    format!("bank-{}-{}.{kind}", called::month(found.month), found.account.standing.account)
}

fn say(word: BankWord) -> String {
    word.text(Lang::Zh).to_owned()
}

fn paper(found: &Statement) -> Paper {
    let lines = vec![
        format!("{}：{}", say(BankWord::Area), found.account.area_name),
        format!("{}：{}", say(BankWord::Opening), found.opening),
        format!("{}：{}", say(BankWord::Closing), found.closing),
    ];
    let columns = [
        (BankWord::At, 1.5),
        (BankWord::What, 1.0),
        (BankWord::Amount, 0.8),
        (BankWord::Note, 3.0),
        (BankWord::Rule, 0.7),
        (BankWord::By, 1.5),
    ];
    let row = |one: &Line| {
        let reversed = if one.is_reversed { format!("（{}）", say(BankWord::Reversed)) } else { String::new() };
        vec![
            format::moment(one.at),
            format!("{}{reversed}", say(bank::transfer(one.kind, one.points))),
            bank::change(one.points),
            entry_note(one, Lang::Zh),
            one.rule.to_string(),
            one.by.as_ref().map(|(zh, _)| zh.clone()).unwrap_or_default(),
        ]
    };
    Paper {
        title: format!("{} {} {}", account_name(found, Lang::Zh), called::month(found.month), say(BankWord::Statement)),
        lines,
        columns: columns.map(|(word, share)| (say(word), share)).to_vec(),
        rows: found.lines.iter().map(row).collect(),
        mark: format!("{} · {}", say(BankWord::MadeAt), format::moment(found.made_at)),
        made_at: found.made_at,
    }
}
