//! The command screen 指挥大屏: the city fills it, the figures stand at its sides; for walls, and for whoever leads from one.

pub mod api;
mod bars;
mod chart;
mod clock;
mod flow;
mod legend;
mod lights;
mod page;
mod patrols;
mod rotation;
mod tower;
mod waiting;
mod wishes;

pub use page::ScreenPage;
