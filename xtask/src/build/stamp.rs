//! Remembers what a step was made from, so that a warm start skips it.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::failure::{Failure, while_doing};
use crate::house::House;

/// The state of a step's inputs: paths, sizes and times of change.
pub struct Stamp {
    path: PathBuf,
    state: String,
}

impl Stamp {
    /// Looks at the inputs: files, and folders with everything below them. A missing one counts as such.
    pub fn of(house: &House, step: &str, inputs: &[PathBuf]) -> Result<Self, Failure> {
        let mut hasher = DefaultHasher::new();
        for input in inputs {
            take_in(input, &mut hasher)?;
        }
        Ok(Self { path: house.stamp(step), state: format!("{:016x}\n", hasher.finish()) })
    }

    /// Whether the step was last done from the same inputs.
    pub fn is_fresh(&self) -> bool {
        fs::read_to_string(&self.path).is_ok_and(|last| last == self.state)
    }

    /// Notes that the step is done.
    pub fn write(&self) -> Result<(), Failure> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder).map_err(while_doing(format!("make {}", folder.display())))?;
        }
        fs::write(&self.path, &self.state).map_err(while_doing(format!("write {}", self.path.display())))
    }
}

fn take_in(path: &Path, hasher: &mut DefaultHasher) -> Result<(), Failure> {
    path.hash(hasher);
    let Ok(about) = fs::metadata(path) else {
        "missing".hash(hasher);
        return Ok(());
    };
    if about.is_dir() {
        let listing = fs::read_dir(path).map_err(while_doing(format!("read {}", path.display())))?;
        let mut entries: Vec<PathBuf> = listing.flatten().map(|entry| entry.path()).collect();
        entries.sort();
        return entries.iter().try_for_each(|entry| take_in(entry, hasher));
    }
    about.len().hash(hasher);
    let changed_at = about.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    changed_at.hash(hasher);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house(name: &str) -> House {
        let root = std::env::temp_dir().join(format!("gezhi-stamp-{name}-{}", std::process::id()));
        fs::create_dir_all(root.join("style/token")).unwrap();
        House { target: root.join("target"), root }
    }

    #[test]
    fn an_unchanged_input_is_fresh_and_a_changed_one_is_not() {
        let house = house("change");
        let input = vec![house.root.join("style")];
        fs::write(house.root.join("style/token/color.scss"), "a").unwrap();
        Stamp::of(&house, "style", &input).unwrap().write().unwrap();
        assert!(Stamp::of(&house, "style", &input).unwrap().is_fresh());

        fs::write(house.root.join("style/token/color.scss"), "ab").unwrap();

        assert!(!Stamp::of(&house, "style", &input).unwrap().is_fresh());
        fs::remove_dir_all(&house.root).unwrap();
    }

    #[test]
    fn a_new_file_makes_its_folder_stale() {
        let house = house("new");
        let input = vec![house.root.join("style")];
        Stamp::of(&house, "style", &input).unwrap().write().unwrap();

        fs::write(house.root.join("style/main.scss"), "").unwrap();

        assert!(!Stamp::of(&house, "style", &input).unwrap().is_fresh());
        fs::remove_dir_all(&house.root).unwrap();
    }
}
