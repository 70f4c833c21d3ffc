//! What stops a whole import, in words that say what to do.
//!
//! Not for single features: those are refused with a reason and counted (see [`crate::report::Refusal`]).

use std::fmt;

/// One of the files that make a city.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Building footprints.
    Buildings,
    /// Road lines.
    Roads,
    /// Water, green and other land.
    Land,
    /// Named points.
    Places,
    /// Official areas.
    Areas,
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Buildings => "buildings",
            Self::Roads => "roads",
            Self::Land => "land",
            Self::Places => "places",
            Self::Areas => "areas",
        })
    }
}

/// Why a file as a whole cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The file could not be read.
    #[error("it cannot be read")]
    Io(#[source] std::io::Error),
    /// Gzip that ends too early.
    #[error("the gzip data ends too early: download or copy it again")]
    TruncatedGzip,
    /// Gzip that is damaged.
    #[error("the gzip data is damaged: download or copy it again")]
    BrokenGzip,
    /// Not UTF-8.
    #[error("it is not UTF-8 text: convert it, for example with iconv")]
    NotUtf8,
    /// The text ends in the middle.
    #[error("the JSON ends too early, after {features} features: download or copy it again")]
    TruncatedJson {
        /// Complete features before the end.
        features: u32,
    },
    /// Not JSON.
    #[error("it is not JSON (line {line}, column {column}): export it as a GeoJSON FeatureCollection")]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// JSON of another kind.
    #[error("it is not a GeoJSON FeatureCollection but {found}: export it as one")]
    NotFeatureCollection {
        /// What it is instead.
        found: String,
    },
    /// Another coordinate system is named.
    #[error("its coordinates are in {crs}, not in WGS84 degrees: reproject it to EPSG:4326")]
    NotWgs84 {
        /// The name in the file.
        crs: String,
    },
    /// Unpacks to more than can be a city.
    #[error("it unpacks to more than {limit_mb} MB: cut it to one city")]
    TooLong {
        /// The limit in megabytes.
        limit_mb: u64,
    },
}

/// Why no plan could be made.
#[derive(Debug, thiserror::Error)]
pub enum CityError {
    /// A file cannot be used.
    #[error("the {layer} file cannot be used")]
    File {
        /// Which one.
        layer: Layer,
        /// Why.
        #[source]
        source: FileError,
    },
    /// Every building was refused, or there was none.
    #[error("no building is left of {read} ({reasons}): give a file with building polygons")]
    NoBuilding {
        /// Features in the file.
        read: u32,
        /// Counted reasons.
        reasons: String,
    },
    /// A parameter makes no sense.
    #[error("{0}")]
    Parameter(&'static str),
    /// The plan would need more areas than the codes have room for.
    #[error("{needed} {level} do not fit into one parent, which has room for 999: ask for larger ones")]
    TooManyAreas {
        /// What there are too many of.
        level: &'static str,
        /// How many.
        needed: u32,
    },
    /// The caller asked to stop.
    #[error("cancelled")]
    Cancelled,
}
