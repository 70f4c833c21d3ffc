//! `/v/{code}`: whether a certificate is genuine and still holds, for whoever scans its code. Masked facts only.

use domain::certificate::{PublicFacts, Standing};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_params_map;
use service::Service;
use service::certificate::verify;
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::{ErrorPanel, format, name};
use wording::Word;

/// The answer to one code.
#[component]
pub fn VerifyPage() -> impl IntoView {
    let lang = use_lang();
    let code = use_params_map().with_untracked(|params| params.get("code")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find(&code).await {
            Ok(Some(facts)) => view! { <Facts facts=facts /> }.into_any(),
            Ok(None) => {
                let _status = AppError::NotFound.answered();
                answer("unknown", Word::StateUnknown, Word::StateUnknownHint).into_any()
            }
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href="/".to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=Word::VerifyTitle.text(lang.get_untracked()) />
        <Meta name="robots" content="noindex" />
        <main class="public verify" id="content">
            <h1 class="public__heading">{say(Word::VerifyTitle)}</h1>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(code: &str) -> Result<Option<PublicFacts>, AppError> {
    let service = use_context::<Service>().ok_or_else(|| AppError::Unavailable.answered())?;
    // The service's own errors say nothing that a resident could act on; the request's line in the log has them.
    verify(&service, code).await.map_err(|_cause| AppError::Unavailable.answered())
}

fn answer(kind: &'static str, state: Word, hint: Word) -> impl IntoView {
    view! {
        <p class=format!("verify__state verify__state--{kind}") role="status">
            {say(state)}
        </p>
        <p>{say(hint)}</p>
    }
}

#[component]
fn Facts(facts: PublicFacts) -> impl IntoView {
    let (kind, hint) = match facts.standing {
        Standing::Valid => ("valid", Word::StateValidHint),
        Standing::Expired => ("expired", Word::StateExpiredHint),
        Standing::Revoked => ("revoked", Word::StateRevokedHint),
    };
    let lang = use_lang();
    let rows = [
        (Word::CertificateKind, Word::Certificate.text(lang.get_untracked()).to_owned()),
        (Word::CertificateNumber, facts.number),
        (Word::CertificateHolder, facts.holder),
        (Word::CertificateIssuer, facts.issuer),
        (Word::CertificateIssuedOn, format::date(facts.issued_on)),
        (Word::CertificateValidity, format::date(facts.valid_until_on)),
    ];
    let rows = rows.map(|(word, value)| {
        view! {
            <div class="figure">
                <dt class="figure__name">{say(word)}</dt>
                <dd>{value}</dd>
            </div>
        }
    });
    view! {
        {answer(kind, name::standing(facts.standing), hint)}
        <dl class="figures">{rows.into_iter().collect_view()}</dl>
    }
}
