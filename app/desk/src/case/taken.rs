//! What a step's form sent, read as a step: by the browser before it calls, and by the server when the form was posted.

use chrono::NaiveDate;
use domain::case::{Kind, Milestone, Note, Step};

/// The names of the fields, but for the case, its version and the pictures.
pub const FIELDS: [&str; 12] = [
    "step",
    "note",
    "unit",
    "with",
    "area",
    "into",
    "days",
    "milestone_text",
    "milestone_due",
    "tick",
    "category",
    "urgency",
];

/// Longest line of a milestone, in signs.
const MILESTONE: usize = 100;

/// The step and the words that go with it.
///
/// *Errors*: the name of the field that is missing or wrong.
pub fn read(pairs: &[(String, String)]) -> Result<(Step, Option<Note>), &'static str> {
    let kind = one(pairs, "step").and_then(Kind::from_slug).ok_or("step")?;
    let step = match kind {
        Kind::PassOn => Step::PassOn(parsed(pairs, "unit")?),
        Kind::PassDown => Step::PassDown(parsed(pairs, "area")?),
        Kind::Whistle => {
            let lead = parsed(pairs, "unit")?;
            let with: Result<Vec<_>, _> =
                all(pairs, "with").map(|unit| unit.parse().map_err(|_no_id| "with")).collect();
            // The lead is no co-handler, even when both were ticked.
            let with: Vec<_> = with?.into_iter().filter(|unit| *unit != lead).collect();
            if with.is_empty() {
                return Err("with");
            }
            Step::Whistle { lead, with }
        }
        Kind::Merge => Step::Merge(parsed(pairs, "into")?),
        Kind::AskDelay => Step::AskDelay(parsed(pairs, "days")?),
        Kind::Plan => Step::Plan(milestones(pairs)?),
        Kind::Tick => Step::Tick(parsed(pairs, "tick")?),
        Kind::Amend => Step::Amend {
            category: parsed(pairs, "category")?,
            urgency: one(pairs, "urgency").and_then(domain::deadline::Urgency::from_slug).ok_or("urgency")?,
        },
        plain => Step::Plain(plain),
    };
    let note = one(pairs, "note").map(|text| Note::new(text).ok_or("note")).transpose()?;
    Ok((step, note))
}

fn all<'a>(pairs: &'a [(String, String)], name: &'a str) -> impl Iterator<Item = &'a str> {
    pairs.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.trim())
}

fn one<'a>(pairs: &'a [(String, String)], name: &'a str) -> Option<&'a str> {
    all(pairs, name).find(|value| !value.is_empty())
}

fn parsed<T: std::str::FromStr>(pairs: &[(String, String)], name: &'static str) -> Result<T, &'static str> {
    one(pairs, name).and_then(|value| value.parse().ok()).ok_or(name)
}

/// Lines with nothing in them are left out; a line has both its words and its day.
fn milestones(pairs: &[(String, String)]) -> Result<Vec<Milestone>, &'static str> {
    let lines = all(pairs, "milestone_text").zip(all(pairs, "milestone_due"));
    let lines = lines.filter(|(text, due)| !text.is_empty() || !due.is_empty()).map(|(text, due)| {
        if text.is_empty() || text.chars().count() > MILESTONE {
            return Err("milestone_text");
        }
        let due_on = NaiveDate::parse_from_str(due, "%Y-%m-%d").map_err(|_no_day| "milestone_due")?;
        Ok(Milestone { text: text.to_owned(), due_on, is_done: false })
    });
    let lines: Vec<Milestone> = lines.collect::<Result<_, _>>()?;
    if lines.is_empty() { Err("milestone_text") } else { Ok(lines) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: &str = "990001000000000005";
    const OTHER: &str = "990001000000000006";

    fn sent(pairs: &[(&str, &str)]) -> Result<(Step, Option<Note>), &'static str> {
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        read(&pairs)
    }

    #[test]
    fn a_plain_step_may_bring_words() {
        let (step, note) = sent(&[("step", "evaluate"), ("note", "  好  ")]).unwrap();

        assert_eq!(step, Step::Plain(Kind::Evaluate));
        assert_eq!(note.unwrap().as_str(), "好");
        assert_eq!(sent(&[("step", "accept"), ("note", " ")]), Ok((Step::Plain(Kind::Accept), None)));
    }

    #[test]
    fn a_whistle_names_its_lead_and_everybody_else() {
        let step = sent(&[("step", "whistle"), ("unit", UNIT), ("with", UNIT), ("with", OTHER)]).unwrap().0;

        let (lead, with) = (UNIT.parse().unwrap(), vec![OTHER.parse().unwrap()]);
        assert_eq!(step, Step::Whistle { lead, with });
        assert_eq!(sent(&[("step", "whistle"), ("unit", UNIT), ("with", UNIT)]), Err("with"));
    }

    #[test]
    fn milestones_are_lines_with_words_and_days() {
        let lines = [
            ("step", "plan"),
            ("milestone_text", "挖开"),
            ("milestone_due", "2026-12-01"),
            ("milestone_text", ""),
            ("milestone_due", ""),
        ];

        assert!(matches!(sent(&lines).unwrap().0, Step::Plan(lines) if lines.len() == 1));
        assert_eq!(sent(&lines[..1]), Err("milestone_text"));
        assert_eq!(sent(&[lines[0], lines[1], ("milestone_due", "soon")]), Err("milestone_due"));
    }

    #[test]
    fn what_is_missing_is_named() {
        for (step, field) in [
            ("dance", "step"),
            ("pass_on", "unit"),
            ("pass_down", "area"),
            ("merge", "into"),
            ("ask_delay", "days"),
            ("tick", "tick"),
            ("amend", "category"),
        ] {
            assert_eq!(sent(&[("step", step)]), Err(field));
        }
        let long = "长".repeat(1_001);
        assert_eq!(sent(&[("step", "return"), ("note", &long)]), Err("note"));
    }
}
