//! The background layers that a city has configured, each with the address its pictures come from.
//!
//! Configured as a JSON list, in `GEZHI_TILES` or in the file it names:
//!
//! ```json
//! [
//!   { "name": "vec", "title": "天地图", "tianditu": "vec", "key": "…" },
//!   { "name": "own", "title": "City plan", "template": "https://tiles.example.cn/{z}/{x}/{y}.png",
//!     "attribution": "© City survey", "max_zoom": 19, "gcj02": false }
//! ]
//! ```
//!
//! Browsers see [`Listing`]s only; addresses and keys stay here.

use std::fmt;
use std::path::PathBuf;

use axum::http::Uri;
use serde::{Deserialize, Serialize};

/// Tianditu's web Mercator tile service; `{tianditu}` is one of its layers, `{key}` the city's key.
const TIANDITU: &str = "https://t{s}.tianditu.gov.cn/{tianditu}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0\
                        &LAYER={tianditu}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles\
                        &TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}";
const TIANDITU_ATTRIBUTION: &str = "© 天地图";
const DEEPEST_ZOOM: u8 = 22;

/// A layer as the city's administrator wrote it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    title: String,
    #[serde(default)]
    template: Option<String>,
    #[serde(default)]
    tianditu: Option<String>,
    #[serde(default)]
    key: String,
    #[serde(default)]
    subdomains: Option<String>,
    #[serde(default)]
    attribution: Option<String>,
    #[serde(default = "default_max_zoom")]
    max_zoom: u8,
    #[serde(default)]
    gcj02: bool,
    #[serde(default)]
    overlay: bool,
}

fn default_max_zoom() -> u8 {
    18
}

/// Why the configured layers can't be used.
#[derive(Debug, thiserror::Error)]
pub enum LayerError {
    /// The named file can't be read.
    #[error("cannot read the tile layers in {path}: name a readable file in GEZHI_TILES, or unset it")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// It is no list of layers.
    #[error("GEZHI_TILES is not a list of tile layers: see docs/guide/tiles.md for the form")]
    Malformed(#[source] serde_json::Error),
    /// A layer that could not be served.
    #[error("tile layer {name:?} {reason}")]
    Unusable {
        /// The layer's name.
        name: String,
        /// What is wrong with it, and what to do.
        reason: &'static str,
    },
}

/// One background layer, ready to be fetched from.
#[derive(Clone)]
pub struct Layer {
    listing: Listing,
    template: String,
    subdomains: Vec<char>,
}

impl fmt::Debug for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Layer").field("listing", &self.listing).field("template", &"(hidden)").finish_non_exhaustive()
    }
}

/// What a browser is told about a layer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listing {
    /// The word in `/tiles/{name}/{z}/{x}/{y}`.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Where its tiles are served.
    pub url: String,
    /// Who has to be named on the map.
    pub attribution: String,
    /// The deepest zoom it has.
    pub max_zoom: u8,
    /// Whether its pictures are shifted to GCJ-02, so that the browser has to shift them back.
    pub gcj02: bool,
    /// Whether it is transparent and lies over another layer, such as names.
    pub overlay: bool,
}

/// The address of one tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TileAddress {
    /// Zoom, 0 to 22.
    pub z: u8,
    /// Column from the west.
    pub x: u32,
    /// Row from the north.
    pub y: u32,
}

impl TileAddress {
    /// A tile that exists at its zoom.
    pub fn new_checked(z: u8, x: u32, y: u32) -> Option<Self> {
        let inside = z <= DEEPEST_ZOOM && x < 1 << z && y < 1 << z;
        inside.then_some(Self { z, x, y })
    }
}

impl Layer {
    /// What a browser is told about it.
    pub fn listing(&self) -> &Listing {
        &self.listing
    }

    /// Where one tile is fetched, when the layer is that deep.
    pub fn uri(&self, tile: TileAddress) -> Option<Uri> {
        if tile.z > self.listing.max_zoom {
            return None;
        }
        let subdomain = self.subdomains.get((tile.x + tile.y) as usize % self.subdomains.len().max(1));
        self.template
            .replace("{z}", &tile.z.to_string())
            .replace("{x}", &tile.x.to_string())
            .replace("{y}", &tile.y.to_string())
            .replace("{s}", &subdomain.map(char::to_string).unwrap_or_default())
            .parse()
            .ok()
    }
}

/// Reads the setting: a JSON list, or the path of a file that holds one. Nothing set means no layers.
pub fn read(setting: Option<&str>) -> Result<Vec<Layer>, LayerError> {
    let Some(setting) = setting.map(str::trim).filter(|setting| !setting.is_empty()) else {
        return Ok(Vec::new());
    };
    if setting.starts_with('[') {
        return parse(setting);
    }
    let path = PathBuf::from(setting);
    match std::fs::read_to_string(&path) {
        Ok(text) => parse(&text),
        Err(source) => Err(LayerError::Unreadable { path, source }),
    }
}

fn parse(text: &str) -> Result<Vec<Layer>, LayerError> {
    let entries: Vec<Entry> = serde_json::from_str(text).map_err(LayerError::Malformed)?;
    let mut layers: Vec<Layer> = Vec::with_capacity(entries.len());
    for entry in entries {
        if layers.iter().any(|layer| layer.listing.name == entry.name) {
            return Err(LayerError::Unusable { name: entry.name, reason: "is there twice: give each its own name" });
        }
        layers.push(layer(&entry)?);
    }
    Ok(layers)
}

fn layer(entry: &Entry) -> Result<Layer, LayerError> {
    let unusable = |reason| LayerError::Unusable { name: entry.name.clone(), reason };
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if entry.name.is_empty() || !entry.name.bytes().all(plain) {
        return Err(unusable("has an unusable name: take small letters, digits and hyphens"));
    }
    if entry.max_zoom > DEEPEST_ZOOM {
        return Err(unusable("has a max_zoom above 22: take what its provider says"));
    }
    let raw = match (&entry.template, &entry.tianditu) {
        (Some(template), None) => template.clone(),
        (None, Some(tianditu)) => TIANDITU.replace("{tianditu}", tianditu),
        _ => return Err(unusable("needs either \"template\" or \"tianditu\"")),
    };
    if raw.contains("{key}") && entry.key.is_empty() {
        return Err(unusable("needs a \"key\": its provider gives one to registered applications"));
    }
    let from_tianditu = entry.tianditu.is_some();
    let subdomains = entry.subdomains.as_deref().unwrap_or(if from_tianditu { "01234567" } else { "" });
    let listing = Listing {
        url: format!("/tiles/{}/{{z}}/{{x}}/{{y}}", entry.name),
        name: entry.name.clone(),
        title: entry.title.clone(),
        attribution: entry
            .attribution
            .clone()
            .unwrap_or_else(|| if from_tianditu { TIANDITU_ATTRIBUTION.to_owned() } else { String::new() }),
        max_zoom: entry.max_zoom,
        gcj02: entry.gcj02,
        overlay: entry.overlay,
    };
    let layer = Layer { listing, template: raw.replace("{key}", &entry.key), subdomains: subdomains.chars().collect() };
    let example = layer.uri(TileAddress { z: 0, x: 0, y: 0 });
    match example.as_ref().and_then(Uri::scheme_str) {
        Some("http") => Ok(layer),
        Some("https") if cfg!(feature = "tile-tls") => Ok(layer),
        Some("https") => {
            Err(unusable("has an https address, which this build cannot reach: build with `--features tile-tls`"))
        }
        _ => Err(unusable("has a template that is no http or https address")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = r#"[{"name": "own", "title": "Plan", "template": "http://127.0.0.1:9/{s}/{z}/{x}/{y}.png?k={key}",
                            "subdomains": "ab", "key": "secret", "max_zoom": 4}]"#;

    #[test]
    fn a_template_is_filled_in_and_its_key_is_seen_by_nobody() {
        let layers = read(Some(PLAIN)).unwrap();

        let uri = layers[0].uri(TileAddress::new_checked(4, 3, 2).unwrap()).unwrap();

        assert_eq!(uri.to_string(), "http://127.0.0.1:9/b/4/3/2.png?k=secret");
        assert!(!serde_json::to_string(layers[0].listing()).unwrap().contains("secret"));
        assert!(!format!("{layers:?}").contains("secret"));
    }

    #[test]
    fn a_tile_that_does_not_exist_is_not_fetched() {
        let layers = read(Some(PLAIN)).unwrap();

        assert!(layers[0].uri(TileAddress::new_checked(5, 0, 0).unwrap()).is_none());
        assert!(TileAddress::new_checked(4, 16, 0).is_none());
        assert!(TileAddress::new_checked(99, 0, 0).is_none());
    }

    #[test]
    fn nothing_configured_means_no_layers() {
        assert!(read(None).unwrap().is_empty());
        assert!(read(Some("  ")).unwrap().is_empty());
        assert!(read(Some("[]")).unwrap().is_empty());
    }

    #[test]
    fn a_wrong_setting_says_what_to_do() {
        for (setting, word) in [
            (r#"[{"name": "a b", "title": "", "template": "http://h/{z}"}]"#, "name"),
            (r#"[{"name": "a", "title": "", "tianditu": "vec"}]"#, "key"),
            (r#"[{"name": "a", "title": ""}]"#, "template"),
            (r#"[{"name": "a", "title": "", "template": "ftp://h"}]"#, "http"),
            (r#"[{"name": "a"}]"#, "list"),
            ("/nowhere/tiles.json", "/nowhere/tiles.json"),
        ] {
            let message = read(Some(setting)).unwrap_err().to_string();

            assert!(message.contains(word), "{setting}: {message}");
        }
    }
}
