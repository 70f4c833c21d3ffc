//! Residence certificates 居住证明: checked against the register, numbered, printed, revoked, and shown to whoever holds one.

use domain::actor::{Access, Action, Actor};
use domain::certificate::{Claim, Code, Issued, Known, LONGEST_PURPOSE, Line, PublicFacts, check};
use domain::id::{CertificateId, ResidentId};
use domain::person::{IdNumber, Sex, mask_name};
use domain::phone::Phone;
use serde_json::json;
use store::audit::{self, Record};
use store::certificate::NewCertificate;

use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// A person's certificates, and whether there can be another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    /// Who, masked.
    pub name: String,
    /// Where the person is a tenant today.
    pub place: Option<String>,
    /// The certificates, the newest first.
    pub lines: Vec<Line>,
    /// The telephone that this post gave last.
    pub issuer_phone: Option<String>,
    /// Whether this post issues and revokes.
    pub may_issue: bool,
}

/// A certificate to be printed. `Debug` shows neither name nor number.
#[derive(Clone)]
pub struct Paper {
    /// The certificate.
    pub issued: Issued,
    /// The person's sex.
    pub sex: Sex,
    /// The identity number, as the file has it now.
    pub id_number: IdNumber,
}

/// What the page of a person's certificates shows.
pub async fn desk(s: &Service, actor: &Actor, resident: ResidentId) -> Result<Desk, ServiceError> {
    let mut tx = s.store.begin_look(actor).await?;
    let person = store::certificate::applicant(&mut tx, resident, s.today()).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ViewHousehold, person.area)?;
    let lines = store::certificate::of_resident(&mut tx, resident, s.today()).await?;
    let issuer_phone = store::certificate::last_phone(&mut tx, actor).await?;
    let record = Record::Resident(resident);
    audit::write(&mut tx, actor, s.now(), person.area, "view_certificates", record, None).await?;
    tx.commit().await?;
    Ok(Desk {
        name: mask_name(&person.name),
        place: person.tenancy.map(|tenancy| tenancy.place),
        lines,
        issuer_phone,
        may_issue: access(actor, Action::IssueCertificate, person.area) == Access::Granted,
    })
}

/// Issues a certificate to a tenant.
///
/// *Errors*: `Certificate` with the reason when register and claim don't agree; `NotFound` for a person outside the account's
/// area; `Forbidden` for a post without a seal.
pub async fn issue(
    s: &Service,
    actor: &Actor,
    resident: ResidentId,
    claim: &Claim,
    issuer_phone: &Phone,
) -> Result<CertificateId, ServiceError> {
    let (now, today) = (s.now(), s.today());
    let mut tx = s.store.begin(actor).await?;
    let person = store::certificate::applicant(&mut tx, resident, today).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::IssueCertificate, person.area)?;
    let known = Known {
        is_checked: person.is_checked,
        has_id_number: person.id_number.is_some(),
        is_tenant: person.tenancy.is_some(),
        landlords: match &person.tenancy {
            Some(tenancy) => landlords(s, tenancy.dwelling).await?,
            None => Vec::new(),
        },
    };
    let valid_until_on = check(claim, &known, today)?;
    let tenancy = person.tenancy.as_ref().ok_or(domain::certificate::Refusal::NotTenant)?;
    let code = draw_code(s)?;
    let issuer = store::area::path(&mut tx, actor.area).await?.pop().map(|(_, name)| name).unwrap_or_default();
    let number = store::certificate::next_number(&mut tx, person.area.county(), today).await?;
    let new = NewCertificate {
        number,
        code: &code,
        resident,
        applicant: &person,
        tenancy,
        claim,
        valid_until_on,
        issuer: &issuer,
        issuer_phone: issuer_phone.reveal(),
    };
    let certificate = store::certificate::add(&mut tx, actor, &new, now).await?;
    let record = Record::Certificate(certificate);
    let detail = json!({ "resident": resident, "dwelling": tenancy.dwelling });
    audit::write(&mut tx, actor, now, person.area, "issue_certificate", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(certificate)
}

/// The registered landlords' names, for comparison only. A landlord's file lies where the landlord lives, often outside the
/// account's area: asked by the system, after the account was authorised for the dwelling, and never shown.
async fn landlords(s: &Service, dwelling: domain::id::DwellingId) -> Result<Vec<String>, ServiceError> {
    let mut tx = s.store.begin_system().await?;
    let names = store::certificate::landlords(&mut tx, dwelling, s.today()).await?;
    tx.commit().await?;
    Ok(names)
}

fn draw_code(s: &Service) -> Result<Code, ServiceError> {
    let random = s.entropy.token()?;
    let mut half = [0; 16];
    half.copy_from_slice(&random[..16]);
    Ok(Code::of(half))
}

/// A certificate to be printed. Who prints is written down.
///
/// *Errors*: `Conflict` for one that was revoked, or whose holder's number is gone.
pub async fn print(s: &Service, actor: &Actor, certificate: CertificateId) -> Result<Paper, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let (area, issued) = store::certificate::one(&mut tx, certificate).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::IssueCertificate, area)?;
    let person = store::certificate::applicant(&mut tx, issued.resident, s.today()).await?;
    let person = person.filter(|_| !issued.is_revoked).ok_or(ServiceError::Conflict)?;
    let id_number = person.id_number.ok_or(ServiceError::Conflict)?;
    let record = Record::Certificate(certificate);
    audit::write(&mut tx, actor, s.now(), area, "print_certificate", record, None).await?;
    tx.commit().await?;
    Ok(Paper { issued, sex: person.sex, id_number })
}

/// Revokes a certificate for a reason.
///
/// *Errors*: `Invalid` without a reason; `Conflict` when it is revoked already.
pub async fn revoke(s: &Service, actor: &Actor, certificate: CertificateId, reason: &str) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let (area, _) = store::certificate::one(&mut tx, certificate).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::IssueCertificate, area)?;
    let reason = reason.trim();
    if !(1..=LONGEST_PURPOSE).contains(&reason.chars().count()) {
        return Err(ServiceError::invalid("reason", "say why, in at most 60 characters"));
    }
    if !store::certificate::revoke(&mut tx, actor, certificate, reason, s.now()).await? {
        return Err(ServiceError::Conflict);
    }
    let record = Record::Certificate(certificate);
    audit::write(&mut tx, actor, s.now(), area, "revoke_certificate", record, None).await?;
    tx.commit().await?;
    Ok(())
}

/// What anybody with a code may know. A text that is no code, a code that nobody has, and one of another city are alike.
pub async fn verify(s: &Service, code: &str) -> Result<Option<PublicFacts>, ServiceError> {
    let county = s.county().await?;
    let Ok(code) = code.parse::<Code>() else { return Ok(None) };
    let mut tx = s.store.begin_system().await?;
    let facts = store::certificate::public(&mut tx, county, &code, s.today()).await?;
    tx.commit().await?;
    Ok(facts)
}
