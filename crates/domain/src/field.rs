//! The register of personal data: every field of every locked table, with why it is kept, how sensitive it is, what of it
//! is shown unasked, who may see it whole, and how long it stays.
//!
//! A test of `store` compares it with the migrated database: a column that is not here, or no longer there, fails the build;
//! `docs/field.md` is made from it. Not here: how masks look ([`crate::person`]), and who may what ([`crate::actor`]).

/// How much harm a field can do in the wrong hands (GB/T 35273-2020 and GB/T 45574-2025 speak of personal and sensitive).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sensitivity {
    /// L1: says nothing about a person.
    Technical,
    /// L2: about somebody's work.
    Work,
    /// L3: about a person.
    Personal,
    /// L4: can do serious harm.
    Sensitive,
}

/// What is shown before anybody gave a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mask {
    /// All of it, to whoever may see the record.
    Nothing,
    /// 张*.
    Name,
    /// The first three and last four signs.
    IdNumber,
    /// The first three and last four digits.
    Phone,
    /// Whether there is one.
    Presence,
    /// Full years of age.
    Age,
    /// Nothing of it ever leaves the server.
    Everything,
}

/// Who may see the whole of a masked field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmask {
    /// It is not masked.
    NotMasked,
    /// Grid workers and communities, in their own area, for a stated reason, audited and limited.
    FileKeepers,
    /// Nobody.
    Nobody,
}

/// How long a field stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retention {
    /// As long as the record.
    Record,
    /// This many days after it was written.
    Days(u16),
    /// Among the newest so many rows.
    Newest(u32),
}

/// One field of the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its table.
    pub table: &'static str,
    /// Its column.
    pub column: &'static str,
    /// Why it is kept.
    pub purpose: &'static str,
    /// How sensitive it is.
    pub sensitivity: Sensitivity,
    /// What is shown unasked.
    pub mask: Mask,
    /// Who may see all of it.
    pub unmask: Unmask,
    /// How long it stays.
    pub retention: Retention,
}

mod bank;
mod case;
mod month;
mod offline;
mod spot_check;
mod trail;
mod visit;
mod wish;

use std::sync::LazyLock;

use Mask::{Age, Everything, IdNumber, Name, Nothing, Phone, Presence};
use Retention::{Days, Newest, Record};
use Sensitivity::{Personal, Sensitive, Technical, Work};

/// Six months at least (Cybersecurity Law, art. 21), and here three years, as long as an impact assessment (PIPL, art. 56).
const AUDIT: Retention = Days(3 * 365);
/// Raw trails of workers.
const TRAIL: Retention = Days(180);
/// A list that nobody writes ([`crate::intake::KEPT_DAYS`]); one that is written loses its file at once.
const INTAKE_FILE: Retention = Days(7);
/// As long as a list can be undone ([`crate::intake::UNDO_DAYS`]).
const INTAKE_UNDO: Retention = Days(30);
/// What a reconnecting map may have missed.
const OUTBOX: Retention = Newest(100_000);
/// What was searched for without script, so that one can reload and go back.
const QUESTION: Retention = Days(crate::search::KEPT_DAYS);
/// Ended sessions, for questions about who was logged in.
const SESSION: Retention = Days(180);

const fn field(
    table: &'static str,
    column: &'static str,
    sensitivity: Sensitivity,
    mask: Mask,
    retention: Retention,
    purpose: &'static str,
) -> Field {
    let unmask = match mask {
        Nothing => Unmask::NotMasked,
        Everything => Unmask::Nobody,
        Name | IdNumber | Phone | Presence | Age => Unmask::FileKeepers,
    };
    Field { table, column, purpose, sensitivity, mask, unmask, retention }
}

/// Log-in data of people who work with the system.
const ACCOUNT: Retention = Record;

/// How many days the rows of a table are kept: the longest term of its fields; nothing when one of them stays as long as the record.
pub fn kept_days(table: &str) -> Option<u16> {
    let terms = REGISTER.iter().filter(|field| field.table == table).map(|field| match field.retention {
        Days(days) => Some(days),
        Newest(_) | Record => None,
    });
    terms.reduce(|most, term| most.zip(term).map(|(most, term)| most.max(term))).flatten()
}

/// All fields of all locked tables, by table and then in the order of the columns.
pub static REGISTER: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let subjects =
        [visit::FIELDS, offline::FIELDS, spot_check::FIELDS, month::FIELDS, trail::FIELDS, bank::FIELDS, wish::FIELDS];
    [CITY, case::FIELDS].into_iter().chain(subjects).collect::<Vec<_>>().concat()
});

/// All but what belongs to cases and visits.
#[rustfmt::skip]
const CITY: &[Field] = &[
    field("account", "id", Technical, Nothing, ACCOUNT, "which account"),
    field("account", "login", Work, Nothing, ACCOUNT, "the name used to log in"),
    field("account", "is_demo", Technical, Nothing, ACCOUNT, "keeps demo accounts apart"),
    field("account", "created_at", Work, Nothing, ACCOUNT, "since when it exists"),
    field("account", "name", Work, Nothing, ACCOUNT, "who answers for what was done with it"),
    field("account", "disabled_at", Work, Nothing, ACCOUNT, "whether it is locked"),
    field("audit", "id", Technical, Nothing, AUDIT, "order of the trail"),
    field("audit", "at", Work, Nothing, AUDIT, "when somebody looked or changed"),
    field("audit", "account_id", Work, Nothing, AUDIT, "who looked or changed"),
    field("audit", "post_id", Work, Nothing, AUDIT, "in which capacity"),
    field("audit", "area", Technical, Nothing, AUDIT, "which grid's trail it belongs to"),
    field("audit", "action", Work, Nothing, AUDIT, "what was done"),
    field("audit", "record_kind", Technical, Nothing, AUDIT, "what kind of record it was done to"),
    field("audit", "record_id", Personal, Nothing, AUDIT, "which record: a resident can be told who looked"),
    field("audit", "detail", Work, Nothing, AUDIT, "what changed and why; never names, numbers or papers"),
    field("bulk_label", "id", Technical, Nothing, Record, "which change"),
    field("bulk_label", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("bulk_label", "area_end", Technical, Nothing, Record, "whose scope it is in"),
    field("bulk_label", "label", Technical, Nothing, Record, "which label, to undo it"),
    field("bulk_label", "is_on", Technical, Nothing, Record, "what was done, to undo it"),
    field("bulk_label", "dwellings", Sensitive, Nothing, Record, "which households changed, to undo it"),
    field("bulk_label", "account_id", Work, Nothing, Record, "who did it"),
    field("bulk_label", "post_id", Work, Nothing, Record, "in which capacity"),
    field("bulk_label", "made_at", Work, Nothing, Record, "when"),
    field("bulk_label", "undone_at", Work, Nothing, Record, "when it was undone"),
    field("photo", "id", Technical, Nothing, Record, "which photo"),
    field("photo", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("photo", "kind", Personal, Nothing, Record, "whether a reason is asked for"),
    field("photo", "resident_id", Personal, Nothing, Record, "whose portrait or document it is"),
    field("photo", "dwelling_id", Personal, Nothing, Record, "which dwelling it shows"),
    field("photo", "caption", Personal, Nothing, Record, "what is seen on it"),
    field("photo", "taken_on", Personal, Nothing, Record, "how old it is"),
    field("photo", "width", Technical, Nothing, Record, "room on the page"),
    field("photo", "height", Technical, Nothing, Record, "room on the page"),
    field("photo", "picture_sealed", Sensitive, Presence, Record, "to recognise the person, the document or the dwelling; a document's is shown for a reason; erased 30 days after it was taken away"),
    field("photo", "small_sealed", Sensitive, Presence, Record, "the same in a list"),
    field("photo", "account_id", Work, Nothing, Record, "who added it"),
    field("photo", "post_id", Work, Nothing, Record, "in which capacity"),
    field("photo", "added_at", Work, Nothing, Record, "when"),
    field("photo", "removed_at", Work, Nothing, Record, "since when it is taken away"),
    field("photo", "removed_by", Work, Nothing, Record, "who took it away"),
    field("export", "id", Technical, Nothing, AUDIT, "which export: stands on every copy"),
    field("export", "area", Technical, Nothing, AUDIT, "whose scope it is in"),
    field("export", "area_end", Technical, Nothing, AUDIT, "whose scope it is in"),
    field("export", "account_id", Work, Nothing, AUDIT, "who asked"),
    field("export", "post_id", Work, Nothing, AUDIT, "in which capacity"),
    field("export", "post_area", Work, Nothing, AUDIT, "that nobody fetches it from another area"),
    field("export", "list", Technical, Nothing, AUDIT, "what was taken out"),
    field("export", "conditions", Technical, Nothing, AUDIT, "what of it, in codes"),
    field("export", "columns", Technical, Nothing, AUDIT, "which fields went out"),
    field("export", "is_masked", Technical, Nothing, AUDIT, "whether names and numbers went out"),
    field("export", "is_xlsx", Technical, Nothing, AUDIT, "what kind of file"),
    field("export", "template_id", Technical, Nothing, AUDIT, "which form it filled"),
    field("export", "reason", Work, Nothing, AUDIT, "what the second person decided on"),
    field("export", "asked_at", Work, Nothing, AUDIT, "when"),
    field("export", "rows_shown", Technical, Nothing, AUDIT, "how many rows were granted: no more go out"),
    field("export", "state", Work, Nothing, AUDIT, "whether it went out"),
    field("export", "until_at", Technical, Nothing, AUDIT, "when it ends by itself"),
    field("export", "decided_account_id", Work, Nothing, AUDIT, "the second person"),
    field("export", "decided_post_id", Work, Nothing, AUDIT, "in which capacity"),
    field("export", "decided_at", Work, Nothing, AUDIT, "when"),
    field("export", "decided_reason", Work, Nothing, AUDIT, "why it was granted or refused"),
    field("export", "fetched_at", Work, Nothing, AUDIT, "when it went out"),
    field("export", "rows_made", Technical, Nothing, AUDIT, "how many rows went out"),
    field("export_template", "id", Technical, Nothing, Record, "which form"),
    field("export_template", "area", Technical, Nothing, Record, "who sees it when it is shared"),
    field("export_template", "area_end", Technical, Nothing, Record, "who sees it when it is shared"),
    field("export_template", "account_id", Work, Nothing, Record, "who keeps it"),
    field("export_template", "post_id", Work, Nothing, Record, "in which capacity it was made"),
    field("export_template", "name", Work, Nothing, Record, "what its keeper calls it"),
    field("export_template", "head_sealed", Work, Nothing, Record, "what stands above the rows: a form may name whom to return it to"),
    field("export_template", "mapping", Technical, Nothing, Record, "what its columns hold"),
    field("export_template", "is_shared", Technical, Nothing, Record, "whether others see it"),
    field("export_template", "made_at", Work, Nothing, Record, "when"),
    field("question", "id", Technical, Nothing, QUESTION, "which search; stands in the address"),
    field("question", "session_id", Work, Everything, QUESTION, "who asked and may read it"),
    field("question", "text_sealed", Personal, Everything, QUESTION, "whom somebody looked for without script, to show the page again"),
    field("question", "asked_at", Work, Everything, QUESTION, "when it goes"),
    field("register_entry", "id", Technical, Nothing, Record, "which entry of the register"),
    field("register_entry", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("register_entry", "kind", Technical, Nothing, Record, "what it is"),
    field("register_entry", "name", Work, Nothing, Record, "what it is called"),
    field("register_entry", "initials", Work, Nothing, Record, "to find it"),
    field("register_entry", "building_id", Technical, Nothing, Record, "where it is"),
    field("register_entry", "lon", Technical, Nothing, Record, "where it stands"),
    field("register_entry", "lat", Technical, Nothing, Record, "where it stands"),
    field("register_entry", "contact", Personal, Nothing, Record, "whom to ask about it"),
    field("register_entry", "contact_phone_sealed", Personal, Phone, Record, "to reach the contact"),
    field("register_entry", "unit_in_charge", Work, Nothing, Record, "who looks after it"),
    field("register_entry", "from_on", Technical, Nothing, Record, "since when it is there"),
    field("register_entry", "to_on", Technical, Nothing, Record, "until when it was there"),
    field("register_entry", "revision", Technical, Nothing, Record, "so that nobody overwrites a change unseen"),
    field("register_entry", "account_id", Work, Nothing, Record, "who wrote it last"),
    field("register_entry", "written_at", Work, Nothing, Record, "when"),
    field("register_entry", "is_synthetic", Technical, Nothing, Record, "tells made-up records from real ones"),
    field("register_entry", "parent_id", Technical, Nothing, Record, "party organisation: what it stands under"),
    field("register_gram", "gram", Work, Nothing, Record, "two signs of its name, to find it"),
    field("register_gram", "place", Technical, Nothing, Record, "names that begin with them come first"),
    field("register_gram", "name_length", Technical, Nothing, Record, "short names come first"),
    field("register_gram", "entry_id", Technical, Nothing, Record, "which entry of the register"),
    field("register_gram", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("register_gram", "is_party", Technical, Nothing, Record, "seen from below as well"),
    field("certificate", "id", Technical, Nothing, Record, "which certificate"),
    field("certificate", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("certificate", "year", Technical, Nothing, Record, "its number"),
    field("certificate", "serial", Technical, Nothing, Record, "its number"),
    field("certificate", "code", Technical, Nothing, Record, "leads whoever holds the paper to its state"),
    field("certificate", "resident_id", Personal, Nothing, Record, "whose residence it certifies"),
    field("certificate", "dwelling_id", Personal, Nothing, Record, "where the person lives"),
    field("certificate", "holder", Personal, Name, Record, "the name on the paper"),
    field("certificate", "landlord", Personal, Name, Record, "what was checked against the register"),
    field("certificate", "place", Personal, Nothing, Record, "the address on the paper"),
    field("certificate", "since_on", Personal, Nothing, Record, "what the paper says"),
    field("certificate", "lease_from_on", Personal, Nothing, Record, "what was checked"),
    field("certificate", "lease_until_on", Personal, Nothing, Record, "what was checked"),
    field("certificate", "purpose", Personal, Nothing, Record, "what the paper is for"),
    field("certificate", "valid_until_on", Personal, Nothing, Record, "until when it holds"),
    field("certificate", "issuer", Work, Nothing, Record, "who answers for it"),
    field("certificate", "issuer_phone", Work, Nothing, Record, "whom to ask about it"),
    field("certificate", "account_id", Work, Nothing, Record, "who issued it"),
    field("certificate", "post_id", Work, Nothing, Record, "in which capacity"),
    field("certificate", "issued_at", Work, Nothing, Record, "when"),
    field("certificate", "revoked_at", Work, Nothing, Record, "since when it does not hold"),
    field("certificate", "revoked_by", Work, Nothing, Record, "who revoked it"),
    field("certificate", "revoke_reason", Personal, Nothing, Record, "why"),
    field("credential", "account_id", Technical, Everything, ACCOUNT, "whose password it is"),
    field("credential", "password_hash", Sensitive, Everything, ACCOUNT, "proves who logs in"),
    field("credential", "must_change", Technical, Everything, ACCOUNT, "makes its owner replace a given password"),
    field("credential", "changed_at", Technical, Everything, ACCOUNT, "how old the password is"),
    field("credential", "failures", Technical, Everything, ACCOUNT, "stops guessing"),
    field("credential", "failed_at", Technical, Everything, ACCOUNT, "forgets old mistakes"),
    field("credential", "locked_until", Technical, Everything, ACCOUNT, "stops guessing"),
    field("household", "id", Technical, Nothing, Record, "which door"),
    field("household", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("household", "cell", Technical, Nothing, Record, "where it is drawn"),
    field("household", "occupancy", Personal, Nothing, Record, "whom to visit and when"),
    field("household", "label_bits", Sensitive, Nothing, Record, "who needs care"),
    field("household", "label_class", Sensitive, Nothing, Record, "the colour of the cell"),
    field("household", "key_group_class", Sensitive, Nothing, Record, "the colour of the cell"),
    field("household", "badge", Sensitive, Nothing, Record, "the badge of the cell"),
    field("household", "open_light", Personal, Nothing, Record, "the edge of the cell"),
    field("household", "residents", Personal, Nothing, Record, "how many people to count on in an emergency"),
    field("household", "verified_on", Work, Nothing, Record, "whether the file can be believed"),
    field("household", "visited_on", Work, Nothing, Record, "whom to visit next"),
    field("household", "revision", Technical, Nothing, Record, "notices two hands at once"),
    field("household", "is_synthetic", Technical, Nothing, Record, "keeps made-up records apart"),
    field("household", "filled", Work, Nothing, Record, "how complete the file is"),
    field("household", "required", Work, Nothing, Record, "how complete the file could be"),
    field("household", "fresh_until", Work, Nothing, Record, "when somebody has to ask again"),
    field("intake_batch", "id", Technical, Nothing, Record, "which list"),
    field("intake_batch", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("intake_batch", "account_id", Work, Nothing, Record, "who uploaded it"),
    field("intake_batch", "post_id", Work, Nothing, Record, "in which capacity"),
    field("intake_batch", "file_name", Work, Nothing, Record, "which file its sender means"),
    field("intake_batch", "uploaded_at", Work, Nothing, Record, "when"),
    field("intake_batch", "as_of_on", Work, Nothing, Record, "how old its facts are"),
    field("intake_batch", "file_sealed", Sensitive, Everything, INTAKE_FILE, "is checked and then written"),
    field("intake_batch", "headings_sealed", Personal, Nothing, INTAKE_FILE, "to match columns by"),
    field("intake_batch", "mapping", Technical, Nothing, Record, "what its columns hold"),
    field("intake_batch", "state", Technical, Nothing, Record, "what is to be done next"),
    field("intake_batch", "reason", Technical, Nothing, Record, "why a step came to nothing"),
    field("intake_batch", "rows_count", Technical, Nothing, Record, "whether all rows were read"),
    field("intake_batch", "new_count", Work, Nothing, Record, "what writing will do"),
    field("intake_batch", "changed_count", Work, Nothing, Record, "what writing will do"),
    field("intake_batch", "same_count", Work, Nothing, Record, "what writing will do"),
    field("intake_batch", "faulty_count", Work, Nothing, Record, "what is left to correct"),
    field("intake_batch", "done_count", Technical, Nothing, Record, "how far it is"),
    field("intake_batch", "total_count", Technical, Nothing, Record, "how far it has to go"),
    field("intake_batch", "leaves_out", Work, Nothing, Record, "whether the whole list was written"),
    field("intake_batch", "stop_asked", Technical, Nothing, Record, "stops a running step"),
    field("intake_batch", "plan_digest", Technical, Everything, Record, "holds writing to what was shown"),
    field("intake_batch", "written_at", Work, Nothing, Record, "when it was written"),
    field("intake_batch", "kind", Technical, Nothing, Record, "whether its rows are people or orders"),
    field("intake_batch", "undone_at", Work, Nothing, Record, "when it was undone"),
    field("intake_claim", "batch_id", Technical, Nothing, Record, "which list somebody works on"),
    field("intake_claim", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("intake_fault", "batch_id", Technical, Nothing, Record, "which list"),
    field("intake_fault", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("intake_fault", "row_no", Technical, Nothing, Record, "where to correct"),
    field("intake_fault", "place", Technical, Nothing, Record, "order"),
    field("intake_fault", "field", Technical, Nothing, Record, "where to correct"),
    field("intake_fault", "fault", Work, Nothing, Record, "what to correct"),
    field("intake_fault", "shape", Technical, Nothing, Record, "what to look for"),
    field("intake_fault", "other_row", Technical, Nothing, Record, "what it contradicts"),
    field("intake_heading", "account_id", Work, Nothing, Record, "whose headings"),
    field("intake_heading", "heading", Work, Nothing, Record, "what a sender calls a column"),
    field("intake_heading", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("intake_heading", "field", Technical, Nothing, Record, "what the column holds"),
    field("intake_record", "batch_id", Technical, Nothing, Record, "which list"),
    field("intake_record", "kind", Technical, Nothing, Record, "person or household"),
    field("intake_record", "subject_id", Personal, Nothing, Record, "who was changed"),
    field("intake_record", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("intake_record", "is_new", Technical, Nothing, Record, "whether an undo takes the file away"),
    field("intake_record", "before_sealed", Sensitive, Everything, INTAKE_UNDO, "what an undo gives back"),
    field("intake_record", "after_digest", Technical, Everything, Record, "notices a later change"),
    field("intake_record", "after_revision", Technical, Nothing, Record, "notices a later change"),
    field("departure", "id", Technical, Nothing, Record, "which telling"),
    field("departure", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("departure", "dwelling_id", Personal, Nothing, Record, "where somebody's stay is still open"),
    field("departure", "resident_id", Personal, Nothing, Record, "whose stay it is"),
    field("departure", "stay_id", Technical, Nothing, Record, "which stay may have to end"),
    field("departure", "arrival_id", Technical, Everything, Record, "takes the telling back with a list that is undone"),
    field("departure", "kind", Personal, Nothing, Record, "what of the stay holds elsewhere now"),
    field("departure", "moved_on", Personal, Nothing, Record, "the day on which the stay ends"),
    field("departure", "told_at", Work, Nothing, Record, "since when it waits"),
    field("departure", "state", Work, Nothing, Record, "what became of it"),
    field("departure", "decided_by", Work, Nothing, Record, "who answers for it"),
    field("departure", "decided_post", Work, Nothing, Record, "in which capacity"),
    field("departure", "decided_at", Work, Nothing, Record, "when"),
    field("door_proposal", "id", Technical, Nothing, Record, "which proposal"),
    field("door_proposal", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("door_proposal", "dwelling_id", Technical, Nothing, Record, "which door"),
    field("door_proposal", "kind", Work, Nothing, Record, "what is to happen to it"),
    field("door_proposal", "number", Technical, Nothing, Record, "the number that it is to get"),
    field("door_proposal", "kept_id", Technical, Nothing, Record, "the door that it becomes part of"),
    field("door_proposal", "removal", Work, Nothing, Record, "why it is no door"),
    field("door_proposal", "was", Technical, Nothing, Record, "the number that it had: so that an old one is found"),
    field("door_proposal", "kept_was", Technical, Nothing, Record, "the same of the other door"),
    field("door_proposal", "seen", Technical, Nothing, Record, "so that nobody confirms what was meant for another state"),
    field("door_proposal", "kept_seen", Technical, Nothing, Record, "the same of the other door"),
    field("door_proposal", "note", Work, Nothing, Record, "what whoever decides must know"),
    field("door_proposal", "state", Work, Nothing, Record, "whether it waits, and what became of it"),
    field("door_proposal", "account_id", Work, Nothing, Record, "who proposed it"),
    field("door_proposal", "post_id", Work, Nothing, Record, "in which capacity"),
    field("door_proposal", "proposed_at", Work, Nothing, Record, "when"),
    field("door_proposal", "decided_by", Work, Nothing, Record, "who answers for it"),
    field("door_proposal", "decided_post", Work, Nothing, Record, "in which capacity"),
    field("door_proposal", "decided_at", Work, Nothing, Record, "when"),
    field("door_proposal", "reason", Work, Nothing, Record, "why it was refused"),
    field("door_proposal", "doors", Technical, Nothing, Record, "how many doors a new floor has"),
    field("notice", "id", Technical, Nothing, Record, "which notice"),
    field("notice", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("notice", "area_end", Technical, Nothing, Record, "whose scope it is in"),
    field("notice", "title", Work, Nothing, Record, "what it is about"),
    field("notice", "body", Work, Nothing, Record, "what callers say"),
    field("notice", "building_id", Technical, Nothing, Record, "how households were chosen"),
    field("notice", "label_bits", Technical, Nothing, Record, "how households were chosen"),
    field("notice", "account_id", Work, Nothing, Record, "who chose the households"),
    field("notice", "post_id", Work, Nothing, Record, "in which capacity"),
    field("notice", "made_at", Work, Nothing, Record, "when"),
    field("notice", "until_on", Work, Nothing, Record, "until when calls make sense"),
    field("notice_call", "notice_id", Technical, Nothing, Record, "which notice"),
    field("notice_call", "dwelling_id", Personal, Nothing, Record, "who is to be told"),
    field("notice_call", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("notice_call", "state", Personal, Nothing, Record, "who is still missing"),
    field("notice_call", "account_id", Work, Nothing, Record, "who called"),
    field("notice_call", "post_id", Work, Nothing, Record, "in which capacity"),
    field("notice_call", "called_at", Work, Nothing, Record, "when"),
    field("notice_call", "note", Personal, Nothing, Record, "what the next caller must know"),
    field("outbox", "id", Technical, Nothing, OUTBOX, "order of insertion"),
    field("outbox", "area", Technical, Nothing, OUTBOX, "who may hear of it"),
    field("outbox", "topic", Technical, Nothing, OUTBOX, "what kind of change"),
    field("outbox", "dwelling_id", Personal, Everything, OUTBOX, "which cell to draw anew"),
    field("outbox", "case_id", Personal, Nothing, OUTBOX, "which beacon to draw anew"),
    field("outbox", "wish_id", Technical, Nothing, OUTBOX, "which wish changed"),
    field("outbox", "created_at", Technical, Nothing, OUTBOX, "how late it is delivered"),
    field("outbox", "seq", Technical, Nothing, OUTBOX, "where to resume"),
    field("patrol_track", "id", Technical, Nothing, TRAIL, "which day of whom"),
    field("patrol_track", "area", Technical, Nothing, TRAIL, "whose scope it was in"),
    field("patrol_track", "account_id", Work, Nothing, TRAIL, "who walked"),
    field("patrol_track", "day", Work, Nothing, TRAIL, "when"),
    field("patrol_track", "fixes", Sensitive, Nothing, TRAIL, "where the round went; a worker's own data as well"),
    field("patrol_track", "fix_count", Technical, Nothing, TRAIL, "how dense it is"),
    field("patrol_track", "started_at", Work, Nothing, TRAIL, "when the round began"),
    field("patrol_track", "ended_at", Work, Nothing, TRAIL, "when the round ended"),
    field("patrol_track", "length_m", Work, Nothing, TRAIL, "how far it went"),
    field("patrol_track", "is_synthetic", Technical, Nothing, TRAIL, "keeps made-up records apart"),
    field("place_note", "place", Technical, Nothing, Record, "which kind of place"),
    field("place_note", "place_id", Technical, Nothing, Record, "which place"),
    field("place_note", "unit", Technical, Nothing, Record, "which stairwell"),
    field("place_note", "kind", Technical, Nothing, Record, "what it is about"),
    field("place_note", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("place_note", "text", Personal, Nothing, Record, "what one has to know at the door"),
    field("place_note", "written_at", Work, Nothing, Record, "how old it is"),
    field("place_note", "account_id", Work, Nothing, Record, "who wrote it"),
    field("resident", "id", Technical, Nothing, Record, "which person"),
    field("resident", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("resident", "name", Personal, Name, Record, "whom to ask for at the door"),
    field("resident", "sex", Personal, Nothing, Record, "how to address, and statistics"),
    field("resident", "born_on", Personal, Age, Record, "what care an age calls for"),
    field("resident", "is_synthetic", Technical, Nothing, Record, "keeps made-up records apart"),
    field("resident", "id_number_sealed", Sensitive, IdNumber, Record, "that a file is about one person and no other"),
    field("resident", "id_number_token", Sensitive, Everything, Record, "finds a second file about the same person"),
    field("resident", "phone_sealed", Sensitive, Phone, Record, "how to reach the person before standing at the door"),
    field("resident", "phone_token", Sensitive, Everything, Record, "finds who rang"),
    field("resident", "medical_note_sealed", Sensitive, Presence, Record, "what helpers must know in an emergency"),
    field("resident", "former_name", Personal, Name, Record, "that older papers are the same person's"),
    field("resident", "ethnicity", Sensitive, Nothing, Record, "language and customs to respect; statistics"),
    field("resident", "native_place", Personal, Nothing, Record, "household register"),
    field("resident", "marital", Personal, Nothing, Record, "who lives alone, and benefits"),
    field("resident", "politics", Sensitive, Nothing, Record, "party organisation"),
    field("resident", "party", Sensitive, Nothing, Record, "party organisation: probationary, away, serving"),
    field("resident", "education", Personal, Nothing, Record, "help with work and school"),
    field("resident", "occupation", Personal, Nothing, Record, "when somebody is at home"),
    field("resident", "workplace", Personal, Nothing, Record, "whom to reach by day"),
    field("resident", "registered_address", Personal, Nothing, Record, "where benefits and papers come from"),
    field("resident", "residence_match", Personal, Nothing, Record, "lives where registered or not"),
    field("resident", "inflow", Personal, Nothing, Record, "services for newcomers"),
    field("resident", "permit", Personal, Nothing, Record, "which document a newcomer has"),
    field("resident", "permit_from_on", Personal, Nothing, Record, "since when"),
    field("resident", "permit_until_on", Personal, Nothing, Record, "when to renew it"),
    field("resident", "status", Work, Nothing, Record, "whether the file counts"),
    field("resident", "died_on", Personal, Nothing, Record, "that nobody rings any more"),
    field("resident", "merged_into", Technical, Nothing, Record, "which file counts"),
    field("resident", "revision", Technical, Nothing, Record, "notices two hands at once"),
    field("resident", "party_organisation", Sensitive, Nothing, Record, "party organisation: which one keeps the membership"),
    field("resident_key_group", "resident_id", Technical, Nothing, Record, "which person"),
    field("resident_key_group", "code", Sensitive, Nothing, Record, "what care the person is owed"),
    field("resident_key_group", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("resident_key_group", "level", Sensitive, Nothing, Record, "how much care"),
    field("resident_key_group", "since_on", Sensitive, Nothing, Record, "since when"),
    field("resident_key_group", "note", Sensitive, Nothing, Record, "what helpers have to know"),
    field("resident_merge", "id", Technical, Nothing, Record, "which merge"),
    field("resident_merge", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("resident_merge", "kept_id", Technical, Nothing, Record, "the file that stays"),
    field("resident_merge", "merged_id", Technical, Nothing, Record, "the duplicate"),
    field("resident_merge", "filled", Technical, Nothing, Record, "what an undo gives back"),
    field("resident_merge", "ended_stays", Technical, Nothing, Record, "what an undo opens again"),
    field("resident_merge", "account_id", Work, Nothing, Record, "who merged"),
    field("resident_merge", "merged_at", Work, Nothing, Record, "when"),
    field("resident_merge", "undone_at", Work, Nothing, Record, "when it was undone"),
    field("resident_skill", "resident_id", Technical, Nothing, Record, "which person"),
    field("resident_skill", "code", Personal, Nothing, Record, "who can help a neighbour"),
    field("resident_skill", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("answer_template", "id", Technical, Nothing, Record, "which template"),
    field("answer_template", "desk", Technical, Nothing, Record, "whose it is"),
    field("answer_template", "category", Technical, Nothing, Record, "which cases it is offered for"),
    field("answer_template", "name", Work, Nothing, Record, "to choose it"),
    field("answer_template", "body", Work, Nothing, Record, "what a desk answers again and again"),
    field("answer_template", "account_id", Work, Nothing, Record, "who wrote it last"),
    field("answer_template", "post_id", Work, Nothing, Record, "in which capacity"),
    field("answer_template", "changed_at", Work, Nothing, Record, "when"),
    field("answer_template", "revision", Technical, Nothing, Record, "so that two who write do not overwrite"),
    field("kept_queue", "id", Technical, Nothing, Record, "which queue"),
    field("kept_queue", "account_id", Work, Nothing, Record, "whose it is"),
    field("kept_queue", "name", Work, Nothing, Record, "to choose it again"),
    field("kept_queue", "axis", Technical, Nothing, Record, "what is asked, in codes"),
    field("kept_queue", "light", Technical, Nothing, Record, "what is asked, in codes"),
    field("kept_queue", "late_only", Technical, Nothing, Record, "what is asked, in codes"),
    field("kept_queue", "supervised_only", Technical, Nothing, Record, "what is asked, in codes"),
    field("kept_queue", "within", Technical, Nothing, Record, "where it is asked"),
    field("kept_queue", "category", Technical, Nothing, Record, "what is asked, in codes"),
    field("kept_queue", "made_at", Work, Nothing, Record, "when"),
    field("saved_filter", "id", Technical, Nothing, Record, "which filter"),
    field("saved_filter", "area", Technical, Nothing, Record, "where it is asked"),
    field("saved_filter", "area_end", Technical, Nothing, Record, "where it is asked"),
    field("saved_filter", "account_id", Work, Nothing, Record, "whose it is"),
    field("saved_filter", "post_id", Work, Nothing, Record, "in which capacity it was made"),
    field("saved_filter", "name", Work, Nothing, Record, "to choose it again"),
    field("saved_filter", "conditions", Technical, Nothing, Record, "what is asked, in codes"),
    field("saved_filter", "is_shared", Technical, Nothing, Record, "who else sees it"),
    field("saved_filter", "made_at", Work, Nothing, Record, "when"),
    field("roster_entry", "id", Technical, Nothing, Record, "which entry"),
    field("roster_entry", "area", Work, Nothing, Record, "where somebody serves"),
    field("roster_entry", "area_end", Technical, Nothing, Record, "whose scope it is in"),
    field("roster_entry", "kind", Work, Nothing, Record, "in which capacity"),
    field("roster_entry", "name", Work, Nothing, Record, "who serves there"),
    field("roster_entry", "place", Work, Nothing, Record, "for which part of it"),
    field("roster_entry", "phone_sealed", Work, Nothing, Record, "how to reach them; sealed at rest"),
    field("roster_entry", "account_id", Work, Nothing, Record, "whether they work with the system"),
    field("roster_entry", "from_on", Work, Nothing, Record, "since when"),
    field("roster_entry", "to_on", Work, Nothing, Record, "until when"),
    field("roster_entry", "is_synthetic", Technical, Nothing, Record, "marks what is made up"),
    field("search_token", "token", Personal, Everything, Record, "finds a person by a piece of the name or the tail of a number"),
    field("search_token", "area", Personal, Everything, Record, "whose scope it is in"),
    field("search_token", "resident_id", Personal, Everything, Record, "who is found"),
    field("session", "key", Technical, Everything, SESSION, "recognises a browser"),
    field("session", "account_id", Work, Everything, SESSION, "who acts"),
    field("session", "post_id", Work, Everything, SESSION, "in which capacity"),
    field("session", "area", Technical, Everything, SESSION, "the second lock's range"),
    field("session", "area_end", Technical, Everything, SESSION, "the second lock's range"),
    field("session", "may_see_people", Technical, Everything, SESSION, "the second lock for wall screens"),
    field("session", "started_at", Work, Everything, SESSION, "when somebody logged in"),
    field("session", "expires_at", Technical, Everything, SESSION, "when it ends by itself"),
    field("session", "revoked_at", Technical, Everything, SESSION, "when it was ended"),
    field("session", "id", Technical, Nothing, SESSION, "which line of a list of devices"),
    field("session", "may_audit", Technical, Everything, SESSION, "the second lock for the trail"),
    field("session", "desk", Technical, Everything, SESSION, "the second lock for cases that were handed over"),
    field("session", "sees_cases", Technical, Everything, SESSION, "the second lock for cases"),
    field("session", "must_change_password", Technical, Everything, SESSION, "allows nothing but a new password"),
    field("session", "must_prove", Technical, Everything, SESSION, "allows nothing but a second factor"),
    field("session", "idle_s", Technical, Everything, SESSION, "ends it when it is left alone"),
    field("session", "absolute_until", Technical, Everything, SESSION, "ends it at the latest"),
    field("session", "seen_at", Work, Nothing, SESSION, "shows its owner whether somebody else uses it"),
    field("session", "device", Work, Nothing, SESSION, "what its owner recognises it by"),
    field("stay", "id", Technical, Nothing, Record, "which stay"),
    field("stay", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("stay", "dwelling_id", Personal, Nothing, Record, "where somebody lives or lived"),
    field("stay", "resident_id", Personal, Nothing, Record, "who"),
    field("stay", "kind", Personal, Nothing, Record, "lives there, is registered there, or owns it"),
    field("stay", "relation", Personal, Nothing, Record, "who speaks for the household"),
    field("stay", "from_on", Personal, Nothing, Record, "since when"),
    field("stay", "to_on", Personal, Nothing, Record, "until when"),
    field("stay", "end_reason", Personal, Nothing, Record, "why it ended"),
    field("stay", "is_synthetic", Technical, Nothing, Record, "keeps made-up records apart"),
    field("oidc_attempt", "key", Technical, Everything, Days(1), "which browser began it"),
    field("oidc_attempt", "state", Technical, Everything, Days(1), "takes nobody else's code"),
    field("oidc_attempt", "nonce", Technical, Everything, Days(1), "takes no older token"),
    field("oidc_attempt", "verifier", Technical, Everything, Days(1), "redeems the code"),
    field("oidc_attempt", "next", Technical, Everything, Days(1), "which page was asked for"),
    field("oidc_attempt", "expires_at", Technical, Everything, Days(1), "until when it may come back"),
    field("oidc_subject", "account_id", Technical, Everything, Record, "whose account"),
    field("oidc_subject", "issuer", Technical, Everything, Record, "which identity provider"),
    field("oidc_subject", "subject", Work, Everything, Record, "who it is there; shown to the security administrator"),
    field("oidc_subject", "linked_at", Work, Everything, Record, "when"),
    field("oidc_subject", "linked_by", Work, Everything, Record, "who linked it"),
    field("totp", "account_id", Technical, Everything, Record, "whose second factor"),
    field("totp", "secret_sealed", Technical, Everything, Record, "makes the codes that a telephone makes"),
    field("totp", "made_at", Work, Everything, Record, "when it was drawn"),
    field("totp", "confirmed_at", Work, Presence, Record, "whether it asks for codes"),
    field("totp", "last_step", Technical, Everything, Record, "takes no code twice"),
    field("totp_recovery", "account_id", Technical, Everything, Record, "whose recovery code"),
    field("totp_recovery", "code_hash", Technical, Everything, Record, "recognises it"),
    field("totp_recovery", "used_at", Work, Everything, Record, "takes it once"),
    field("verification", "subject_id", Technical, Nothing, Record, "which person or dwelling"),
    field("verification", "field_group", Technical, Nothing, Record, "which fields"),
    field("verification", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("verification", "verified_at", Work, Nothing, Record, "whether it can be believed"),
    field("verification", "account_id", Work, Nothing, Record, "who verified"),
    field("verification", "method", Work, Nothing, Record, "how"),
    field("wall_token", "account_id", Technical, Nothing, Record, "which screen"),
    field("wall_token", "token_hash", Technical, Everything, Record, "lets a screen in"),
    field("wall_token", "made_by", Work, Everything, Record, "who answers for it"),
    field("wall_token", "made_at", Work, Nothing, Record, "when it was made"),
    field("wall_token", "opened_at", Work, Nothing, Record, "whether it is in use"),
    field("wall_token", "revoked_at", Work, Nothing, Record, "when it was revoked"),
    field("work", "id", Technical, Nothing, Record, "which work"),
    field("work", "area", Technical, Nothing, Record, "whose scope it is in"),
    field("work", "area_end", Technical, Nothing, Record, "whose scope it is in"),
    field("work", "building_id", Technical, Nothing, Record, "where it is"),
    field("work", "x_dm", Technical, Nothing, Record, "where it is"),
    field("work", "y_dm", Technical, Nothing, Record, "where it is"),
    field("work", "radius_m", Technical, Nothing, Record, "whom it concerns"),
    field("work", "place", Work, Nothing, Record, "where it is, in words"),
    field("work", "category", Technical, Nothing, Record, "which reports it answers"),
    field("work", "title", Work, Nothing, Record, "what is done"),
    field("work", "reason", Work, Nothing, Record, "why"),
    field("work", "unit_id", Work, Nothing, Record, "who does it"),
    field("work", "starts_on", Work, Nothing, Record, "since when"),
    field("work", "ends_on", Work, Nothing, Record, "until when"),
    field("work", "is_public", Technical, Nothing, Record, "whether residents see it"),
    field("work", "account_id", Work, Nothing, Record, "who posted it"),
    field("work", "post_id", Work, Nothing, Record, "in which capacity"),
    field("work", "posted_at", Work, Nothing, Record, "when"),
    field("work", "changed_at", Work, Nothing, Record, "how old it is"),
    field("work", "revision", Technical, Nothing, Record, "notices two hands at once"),
    field("work", "ended_as", Work, Nothing, Record, "whether it is over"),
    field("work", "ended_on", Work, Nothing, Record, "since when"),
    field("work", "outcome", Work, Nothing, Record, "what came of it"),
    field("work", "is_synthetic", Technical, Nothing, Record, "keeps made-up records apart"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_is_registered_twice_and_every_one_says_why_it_is_kept() {
        for (at, field) in REGISTER.iter().enumerate() {
            assert!(!field.purpose.is_empty(), "{field:?}");
            let twice = REGISTER[..at].iter().any(|other| (other.table, other.column) == (field.table, field.column));
            assert!(!twice, "{field:?}");
        }
    }

    #[test]
    fn what_identifies_a_person_is_masked() {
        let of = |column| REGISTER.iter().find(|field| (field.table, field.column) == ("resident", column)).unwrap();

        for column in ["name", "born_on", "id_number_sealed", "phone_sealed", "medical_note_sealed"] {
            assert_ne!(of(column).mask, Nothing, "{column}");
        }
    }
}
