//! What every form behind the gate carries: its ticket, the proof that a script works out, and a field that people do not see.
//!
//! Not here: what the gate decides (`domain::gate`), and who reads the fields (the server's `form::gate`).

use leptos::prelude::*;
use wording::Word;

use crate::language::say;
use crate::script::{GATE, Script};

/// The hidden fields of one form, of which a page has one at most. Without script the proof stays empty, and the form is as good.
#[component]
pub fn GateFields(
    /// The signed ticket that the form was drawn with.
    ticket: String,
) -> impl IntoView {
    view! {
        <input type="hidden" name="ticket" value=ticket />
        <input type="hidden" name="proof" value="" data-gate="" />
        <div class="gate__trap" aria-hidden="true">
            <label for="gate-website">{say(Word::ReportTrap)}</label>
            <input id="gate-website" type="text" name="website" tabindex="-1" autocomplete="off" />
        </div>
        <Script name=GATE />
    }
}
