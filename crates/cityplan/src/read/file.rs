//! One GeoJSON file as a stream of features: plain or gzip, any reader, never all of it in memory.
//!
//! Not for what a feature means (see [`super::feature`]).

use std::fmt;
use std::io::{self, BufReader, Cursor, Read};
use std::ops::ControlFlow;

use flate2::read::MultiGzDecoder;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::error::FileError;

/// No city's layer is longer than this when unpacked; a gzip bomb is.
const LIMIT_BYTES: u64 = 8 << 30;

/// What a sink says to each feature; `Break` stops the reading.
pub(crate) type Sink<'a> = dyn FnMut(Value) -> ControlFlow<()> + 'a;

/// Why the reading ended without an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// All features were read.
    Complete,
    /// The sink asked to stop.
    Stopped,
}

/// Reads a `FeatureCollection` and hands every element of `features` to the sink, whatever it is.
pub(crate) fn each_feature(reader: impl Read, sink: &mut Sink<'_>) -> Result<End, FileError> {
    let (head, reader) = peek(reader).map_err(FileError::Io)?;
    if head == [0xFF, 0xFE] || head == [0xFE, 0xFF] || head.contains(&0) {
        return Err(FileError::NotUtf8);
    }
    let is_gzip = head == [0x1F, 0x8B];
    let plain: Box<dyn Read + '_> = if is_gzip { Box::new(MultiGzDecoder::new(reader)) } else { Box::new(reader) };
    let mut text = skip_mark(plain.take(LIMIT_BYTES)).map_err(|error| io_error(error.kind(), error, is_gzip))?;
    let mut state = State { features: 0, stopped: false, found: None, crs: None };
    let parsed = parse(&mut text, &mut state, sink);
    if state.stopped {
        return Ok(End::Stopped);
    }
    if let Err(error) = parsed {
        let limit_reached = text.get_ref().get_ref().1.limit() == 0;
        return Err(if limit_reached { too_long() } else { named(error, &state, is_gzip) });
    }
    match (state.crs, state.found) {
        (Some(crs), _) => Err(FileError::NotWgs84 { crs }),
        (None, Some(found)) => Err(FileError::NotFeatureCollection { found }),
        (None, None) => Ok(End::Complete),
    }
}

fn too_long() -> FileError {
    FileError::TooLong { limit_mb: LIMIT_BYTES >> 20 }
}

/// A reader whose first bytes were put back.
type Peeked<R> = io::Chain<Cursor<Vec<u8>>, R>;

/// The first two bytes, and a reader that still has them.
fn peek<R: Read>(reader: R) -> io::Result<(Vec<u8>, Peeked<BufReader<R>>)> {
    let mut reader = BufReader::with_capacity(1 << 16, reader);
    let mut head = Vec::with_capacity(2);
    (&mut reader).take(2).read_to_end(&mut head)?;
    Ok((head.clone(), Cursor::new(head).chain(reader)))
}

/// Drops a UTF-8 byte order mark.
fn skip_mark<R: Read>(mut reader: R) -> io::Result<BufReader<Peeked<R>>> {
    let mut head = Vec::with_capacity(3);
    (&mut reader).take(3).read_to_end(&mut head)?;
    if head == [0xEF, 0xBB, 0xBF] {
        head.clear();
    }
    Ok(BufReader::with_capacity(1 << 16, Cursor::new(head).chain(reader)))
}

fn parse(text: impl Read, state: &mut State, sink: &mut Sink<'_>) -> serde_json::Result<()> {
    let mut json = serde_json::Deserializer::from_reader(text);
    Collection { state, sink }.deserialize(&mut json)?;
    json.end()
}

fn io_error(kind: io::ErrorKind, error: impl Into<io::Error>, is_gzip: bool) -> FileError {
    match kind {
        io::ErrorKind::UnexpectedEof if is_gzip => FileError::TruncatedGzip,
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData if is_gzip => FileError::BrokenGzip,
        _ => FileError::Io(error.into()),
    }
}

fn named(error: serde_json::Error, state: &State, is_gzip: bool) -> FileError {
    if let Some(kind) = error.io_error_kind() {
        return io_error(kind, error, is_gzip);
    }
    if let Some(found) = &state.found {
        return FileError::NotFeatureCollection { found: found.clone() };
    }
    if error.is_eof() {
        return FileError::TruncatedJson { features: state.features };
    }
    if error.to_string().contains("invalid unicode code point") {
        return FileError::NotUtf8;
    }
    FileError::NotJson { line: error.line(), column: error.column() }
}

/// What is known of the document so far.
struct State {
    features: u32,
    stopped: bool,
    /// What it is instead of a `FeatureCollection`.
    found: Option<String>,
    /// A named coordinate system that is not WGS84.
    crs: Option<String>,
}

struct Collection<'a, 's> {
    state: &'a mut State,
    sink: &'a mut Sink<'s>,
}

impl<'de> DeserializeSeed<'de> for Collection<'_, '_> {
    type Value = ();
    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Collection<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a FeatureCollection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut kind = None;
        let mut has_features = false;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => kind = Some(map.next_value::<Value>()?),
                "crs" => self.state.crs = foreign_crs(&map.next_value::<Value>()?),
                "features" => {
                    has_features = true;
                    map.next_value_seed(Features { state: &mut *self.state, sink: &mut *self.sink })?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        self.state.found = match kind {
            Some(Value::String(kind)) if kind == "FeatureCollection" && has_features => None,
            Some(Value::String(kind)) if kind == "FeatureCollection" => Some("one without features".to_owned()),
            Some(Value::String(kind)) => Some(format!("an object of type {:.40}", kind.escape_debug().to_string())),
            _ => Some("an object without type".to_owned()),
        };
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        self.refuse("an array")
    }
    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        self.refuse("a text")
    }
    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<(), E> {
        self.refuse("true or false")
    }
    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<(), E> {
        self.refuse("a number")
    }
    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<(), E> {
        self.refuse("a number")
    }
    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        self.refuse("a number")
    }
    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.refuse("null")
    }
}

impl Collection<'_, '_> {
    fn refuse<E: serde::de::Error>(self, found: &str) -> Result<(), E> {
        self.state.found = Some(found.to_owned());
        Err(E::custom("not a FeatureCollection"))
    }
}

/// The name of a `crs` member, unless it means WGS84 degrees.
fn foreign_crs(crs: &Value) -> Option<String> {
    let name = crs.get("properties")?.get("name")?.as_str()?;
    let wgs84 = ["CRS84", "4326", "WGS84", "WGS 84"];
    (!wgs84.iter().any(|known| name.to_ascii_uppercase().contains(known))).then(|| name.chars().take(80).collect())
}

struct Features<'a, 's> {
    state: &'a mut State,
    sink: &'a mut Sink<'s>,
}

impl<'de> DeserializeSeed<'de> for Features<'_, '_> {
    type Value = ();
    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Features<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of features")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(value) = seq.next_element::<Value>()? {
            self.state.features += 1;
            if (self.sink)(value).is_break() {
                self.state.stopped = true;
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}
