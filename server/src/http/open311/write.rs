//! One answer, two formats: XML by `quick-xml`, JSON by `serde_json`.

use std::io;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::open311::Tree;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde_json::{Map, Value};

/// The format that a call's ending asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// `.xml`.
    Xml,
    /// `.json`.
    Json,
}

impl Format {
    /// The format of a file name, and the name before its ending.
    pub(super) fn split(file: &str) -> Option<(&str, Self)> {
        let (name, ending) = file.rsplit_once('.')?;
        match ending {
            "xml" => Some((name, Self::Xml)),
            "json" => Some((name, Self::Json)),
            _ => None,
        }
    }

    fn media_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Xml => "text/xml; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        })
    }
}

/// Writes an answer in a format.
pub(super) fn answer(format: Format, status: StatusCode, (root, tree): (&'static str, Tree)) -> Response {
    let body = match format {
        Format::Xml => xml(root, &tree).unwrap_or_default(),
        Format::Json => json(&tree).to_string().into_bytes(),
    };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, format.media_type());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // What anybody may read, a page elsewhere may read too. Nothing here depends on a cookie.
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

fn json(tree: &Tree) -> Value {
    match tree {
        Tree::Nothing => Value::Null,
        Tree::Text(text) => Value::String(text.clone()),
        // Codes and orders are whole: no client should see 400.0.
        Tree::Number(number) if number.fract() == 0.0 && number.abs() < 1e9 => Value::from(*number as i64),
        Tree::Number(number) => Value::from(*number),
        Tree::Flag(flag) => Value::Bool(*flag),
        Tree::Record(parts) => {
            Value::Object(parts.iter().map(|(name, part)| ((*name).to_owned(), json(part))).collect::<Map<_, _>>())
        }
        Tree::List(_, parts) => Value::Array(parts.iter().map(json).collect()),
    }
}

fn xml(root: &'static str, tree: &Tree) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    element(&mut writer, root, tree)?;
    Ok(writer.into_inner())
}

fn element(writer: &mut Writer<Vec<u8>>, name: &'static str, tree: &Tree) -> io::Result<()> {
    if *tree == Tree::Nothing {
        return writer.write_event(Event::Empty(BytesStart::new(name)));
    }
    writer.write_event(Event::Start(BytesStart::new(name)))?;
    match tree {
        Tree::Nothing => {}
        Tree::Text(text) => text_of(writer, text)?,
        Tree::Number(number) => text_of(writer, &number.to_string())?,
        Tree::Flag(flag) => text_of(writer, if *flag { "true" } else { "false" })?,
        Tree::Record(parts) => {
            for (part, tree) in parts {
                element(writer, part, tree)?;
            }
        }
        Tree::List(each, parts) => {
            for tree in parts {
                element(writer, each, tree)?;
            }
        }
    }
    writer.write_event(Event::End(BytesEnd::new(name)))
}

/// XML 1.0 has no way to write control signs: they are left out.
fn text_of(writer: &mut Writer<Vec<u8>>, text: &str) -> io::Result<()> {
    let text: String = text.chars().filter(|sign| !sign.is_control() || matches!(sign, '\n' | '\t')).collect();
    writer.write_event(Event::Text(BytesText::new(&text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Tree {
        let text = |text: &str| Tree::Text(text.to_owned());
        let one = Tree::Record(vec![
            ("code", Tree::Number(400.0)),
            ("lat", Tree::Number(42.5)),
            ("flag", Tree::Flag(true)),
            ("note", Tree::Nothing),
            ("words", text("a < b & \"c\"\u{1} 灯")),
        ]);
        Tree::List("one", vec![one])
    }

    #[test]
    fn both_formats_say_the_same() {
        let written = String::from_utf8(xml("many", &tree()).unwrap()).unwrap();

        assert_eq!(
            written,
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><many><one><code>400</code><lat>42.5</lat><flag>true</flag><note/>\
             <words>a &lt; b &amp; &quot;c&quot; 灯</words></one></many>"
        );
        assert_eq!(
            json(&tree()),
            serde_json::json!([{ "code": 400, "lat": 42.5, "flag": true, "note": null, "words": "a < b & \"c\"\u{1} 灯" }])
        );
    }

    #[test]
    fn a_file_is_a_name_and_a_format() {
        assert_eq!(Format::split("0102.json"), Some(("0102", Format::Json)));
        assert_eq!(Format::split("a.b.xml"), Some(("a.b", Format::Xml)));
        assert_eq!(Format::split("0102"), None);
        assert_eq!(Format::split("0102.csv"), None);
    }
}
