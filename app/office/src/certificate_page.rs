//! `/people/{resident}/certificate`: issue a residence certificate, open its PDF, revoke it.

use domain::certificate::{Line, Standing};
use domain::id::ResidentId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::certificate::{Desk, desk};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, ErrorPanel, Field, format, name};
use wording::{Phrase, Word};

use crate::request;

/// One person's certificates.
#[component]
pub fn CertificatePage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("resident")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok((resident, desk)) => view! { <Content resident=resident desk=desk /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href="/map".to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=Word::Certificate.text(lang.get_untracked()) />
        <main class="page" id="content">
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<(ResidentId, Desk), AppError> {
    let (service, actor) = request::acting()?;
    let resident: ResidentId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    let desk = desk(&service, &actor, resident).await.map_err(request::answered)?;
    Ok((resident, desk))
}

#[component]
fn Content(resident: ResidentId, desk: Desk) -> impl IntoView {
    let Desk { name, place, lines, issuer_phone, may_issue } = desk;
    let error = Refused::any().map(Refused::alert);
    view! {
        <h1 class="page__title">{say(Word::Certificate)}</h1>
        <p class="page__facts">{name} " · " {place}</p>
        {error}
        <Issued resident=resident lines=lines may_issue=may_issue />
        {may_issue.then(|| view! { <Issue resident=resident phone=issuer_phone.unwrap_or_default() /> })}
    }
}

#[component]
fn Issue(resident: ResidentId, phone: String) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("certificate");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let phone = if typed("issuer_phone").is_empty() { phone } else { typed("issuer_phone") };
    view! {
        <section class="card" aria-labelledby="issue">
            <h2 class="card__title" id="issue">
                {say(Word::IssueCertificate)}
            </h2>
            <form class="form" method="post" action="/form/certificate">
                <input type="hidden" name="back" value=format!("/people/{resident}/certificate") />
                <input type="hidden" name="resident" value=resident.to_string() />
                <p class="form__hint">{say(Word::CertificateHint)}</p>
                <Field name="landlord" label=text(Word::CertificateLandlord) value=typed("landlord") />
                <Field
                    name="lease_from_on"
                    label=text(Word::CertificateLeaseFrom)
                    kind="date"
                    value=typed("lease_from_on")
                />
                <Field
                    name="lease_until_on"
                    label=text(Word::CertificateLeaseUntil)
                    kind="date"
                    value=typed("lease_until_on")
                />
                <Field name="purpose" label=text(Word::CertificatePurpose) value=typed("purpose") />
                <Field name="issuer_phone" label=text(Word::CertificatePhone) kind="tel" value=phone />
                <Button kind=ButtonKind::Primary>{say(Word::IssueCertificate)}</Button>
            </form>
        </section>
    }
}

#[component]
fn Issued(resident: ResidentId, lines: Vec<Line>, may_issue: bool) -> impl IntoView {
    let none = lines.is_empty().then(|| view! { <p class="card__quiet">{say(Word::CertificateNone)}</p> });
    let lines = lines.into_iter().map(|line| view! { <Row resident=resident line=line may_issue=may_issue /> });
    let lines = lines.collect_view();
    view! {
        <section class="card" aria-labelledby="issued">
            <h2 class="card__title" id="issued">
                {say(Word::CertificateIssued)}
            </h2>
            {none}
            <ul class="certificates">{lines}</ul>
        </section>
    }
}

#[component]
fn Row(resident: ResidentId, line: Line, may_issue: bool) -> impl IntoView {
    let lang = use_lang();
    let day = format::date(line.valid_until_on);
    let certificate = line.certificate;
    let stands = line.standing != Standing::Revoked;
    let label = Signal::derive(move || Word::CertificateRevokeReason.text(lang.get()).to_owned());
    let open = (may_issue && stands).then(|| {
        view! {
            <a class="button button--primary" rel="external" href=format!("/certificates/{certificate}/pdf")>
                {say(Word::CertificatePdf)}
            </a>
        }
    });
    let revoke = (may_issue && stands).then(|| {
        view! {
            <details>
                <summary>{say(Word::CertificateRevoke)}</summary>
                <form class="form" method="post" action="/form/certificate-revoke">
                    <input type="hidden" name="back" value=format!("/people/{resident}/certificate") />
                    <input type="hidden" name="certificate" value=certificate.to_string() />
                    <Field name="reason" label=label />
                    <Button>{say(Word::CertificateRevoke)}</Button>
                </form>
            </details>
        }
    });
    view! {
        <li class="certificates__line">
            <strong>{line.number}</strong>
            <span class="tag">{say(name::standing(line.standing))}</span>
            <span>{line.purpose}</span>
            <span>{move || Phrase::NoticeUntilDay { day: &day }.text(lang.get())}</span>
            <span>{line.revoke_reason}</span>
            {open}
            {revoke}
        </li>
    }
}
