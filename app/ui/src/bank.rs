//! What the love bank is called on a page: kinds, transfers, hints, refusals.

use domain::bank::{AccountKind, Hint, HintKind, Points, Refusal, TransferKind};
use wording::Lang;
use wording::bank::{BankField, BankProblem, BankWord};

use crate::format;

/// Whose an account is.
pub fn kind(kind: AccountKind) -> BankWord {
    match kind {
        AccountKind::Issuer => BankWord::KindIssuer,
        AccountKind::Volunteer => BankWord::KindVolunteer,
        AccountKind::Pool => BankWord::KindPool,
        AccountKind::Shop => BankWord::KindShop,
    }
}

/// What a transfer was, for an account that got or lost so much by it.
pub fn transfer(kind: TransferKind, points: Points) -> BankWord {
    match kind {
        TransferKind::Credit => BankWord::Credit,
        TransferKind::Donate if points.is_some() => BankWord::Received,
        TransferKind::Donate => BankWord::Donate,
        TransferKind::Redeem => BankWord::Redeem,
        TransferKind::Reverse => BankWord::Reversal,
    }
}

/// An amount that came or went: `+2.00`, `-1.50`.
pub fn change(points: Points) -> String {
    if points.is_some() { format!("+{points}") } else { points.to_string() }
}

/// What is unusual, with how much it was.
pub fn hint(hint: &Hint, lang: Lang) -> String {
    let (word, unit) = match hint.kind {
        HintKind::Keeper => (BankWord::HintKeeper, BankWord::HintTimes),
        HintKind::Pair => (BankWord::HintPair, BankWord::HintTimes),
        HintKind::Day => (BankWord::HintDay, BankWord::Minutes),
        HintKind::Late => (BankWord::HintLate, BankWord::HintDays),
    };
    let on = hint.on.map(|on| format!(" {}", format::date(on))).unwrap_or_default();
    let other = hint.other.as_deref().map(|other| format!(" ({other})")).unwrap_or_default();
    format!("{}{other}:{on} {} {}", word.text(lang), hint.count, unit.text(lang))
}

/// Why nothing is moved.
pub fn problem(refusal: Refusal) -> BankProblem {
    match refusal {
        Refusal::Mismatch => BankProblem::Mismatch,
        Refusal::Nothing => BankProblem::Nothing,
        Refusal::Short => BankProblem::Short,
        Refusal::Full => BankProblem::Full,
        Refusal::Early => BankProblem::Early,
        Refusal::SoldOut => BankProblem::SoldOut,
        Refusal::Final => BankProblem::Final,
    }
}

/// What a form's field is called where it was wrong; nothing for another subject's.
pub(crate) fn field(field: &str) -> Option<BankField> {
    Some(match field {
        "points" => BankField::Points,
        "pool" => BankField::Pool,
        "price" => BankField::Price,
        "stock" => BankField::Stock,
        "item" => BankField::Item,
        "hourly" => BankField::Hourly,
        "activity_minutes" => BankField::ActivityMinutes,
        "step_minutes" => BankField::StepMinutes,
        "balance_most" => BankField::BalanceMost,
        "redeem_from" => BankField::RedeemFrom,
        "from_on" => BankField::FromOn,
        _ => return None,
    })
}
