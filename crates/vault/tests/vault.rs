//! What a sealed value withstands, and what the key file does while somebody reads.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use proptest::prelude::*;
use vault::{Keyring, Link, Nonces, Place, RETIRE_AFTER_S, VaultError};

static NEXT: AtomicU32 = AtomicU32::new(0);

fn ring() -> Keyring {
    Keyring::in_memory([[1; 32], [2; 32]])
}

fn place(row: i64) -> Place {
    Place { table: "resident", column: "phone_sealed", row }
}

/// A folder that is gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let name = format!("gezhi-vault-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn key_file(&self) -> PathBuf {
        self.0.join("vault.json")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = fs::remove_dir_all(&self.0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_sealed_opens_in_its_place(plain in prop::collection::vec(any::<u8>(), 0..200), row in any::<i64>(), seed in any::<[u8; 32]>()) {
        let sealed = ring().seal(place(row), Nonces::new(seed).draw(), &plain).unwrap();

        prop_assert_eq!(&*ring().open(place(row), &sealed).unwrap(), &plain);
        // Three bytes stand in the rest by chance once in a while; eight don't.
        prop_assert!(plain.len() < 8 || !sealed.windows(plain.len()).any(|window| window == plain));
    }

    #[test]
    fn every_flipped_bit_is_refused(plain in prop::collection::vec(any::<u8>(), 0..40), seed in any::<[u8; 32]>()) {
        let ring = ring();
        let sealed = ring.seal(place(7), Nonces::new(seed).draw(), &plain).unwrap();

        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let answer = ring.open(place(7), &flipped);
            let expected = match bit / 8 {
                0 => matches!(answer, Err(VaultError::UnknownSuite { .. })),
                1..=4 => matches!(answer, Err(VaultError::UnknownKey { .. })),
                _ => matches!(answer, Err(VaultError::Refused)),
            };
            prop_assert!(expected, "bit {bit}: {answer:?}");
        }
    }

    #[test]
    fn a_value_opens_in_no_other_row_column_or_table(row in any::<i64>(), other in any::<i64>(), seed in any::<[u8; 32]>()) {
        let ring = ring();
        let sealed = ring.seal(place(row), Nonces::new(seed).draw(), b"13800000000").unwrap();

        let elsewhere = [
            Place { row: if other == row { row ^ 1 } else { other }, ..place(row) },
            Place { column: "id_number_sealed", ..place(row) },
            Place { table: "account", ..place(row) },
        ];
        for place in elsewhere {
            prop_assert!(matches!(ring.open(place, &sealed), Err(VaultError::Refused)));
        }
    }

    #[test]
    fn any_bytes_are_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        prop_assert!(ring().open(place(1), &bytes).is_err());
    }

    #[test]
    fn a_shortened_value_is_refused(cut in 1usize..60) {
        let sealed = ring().seal(place(1), Nonces::new([9; 32]).draw(), b"11010519491231002X").unwrap();

        prop_assert!(ring().open(place(1), &sealed[..sealed.len().saturating_sub(cut)]).is_err());
    }

    #[test]
    fn tokens_are_equal_for_equal_texts_only_and_never_negative(a in "[0-9]{11}", b in "[0-9]{11}") {
        let ring = ring();
        let token = |text: &str| ring.token("phone", text).unwrap();

        prop_assert!(token(&a) >= 0);
        prop_assert_eq!(token(&a) == token(&b), a == b);
        prop_assert_ne!(token(&a), ring.token("id_number", &a).unwrap());
    }

    #[test]
    fn a_link_depends_on_everything_in_it(chain in any::<i64>(), number in any::<i64>(), row in prop::collection::vec(any::<u8>(), 1..50)) {
        let ring = ring();
        let link = ring.link(Link::START, chain, number, &row);

        let mut other_row = row.clone();
        other_row[0] ^= 1;
        prop_assert_ne!(link, ring.link(Link([1; 32]), chain, number, &row));
        prop_assert_ne!(link, ring.link(Link::START, chain ^ 1, number, &row));
        prop_assert_ne!(link, ring.link(Link::START, chain, number ^ 1, &row));
        prop_assert_ne!(link, ring.link(Link::START, chain, number, &other_row));
        prop_assert_ne!(link, Keyring::in_memory([[1; 32], [3; 32]]).link(Link::START, chain, number, &row));
    }
}

#[test]
fn the_same_value_looks_different_every_time() {
    let (ring, mut nonces) = (ring(), Nonces::new([5; 32]));

    let mut seal = || ring.seal(place(1), nonces.draw(), b"13800000000").unwrap();

    assert_ne!(seal(), seal());
}

#[test]
fn errors_and_debug_output_name_the_key_and_never_the_value() {
    let stranger = Keyring::in_memory([[8; 32], [2; 32]]);
    let sealed = stranger.seal(place(1), Nonces::new([0; 32]).draw(), b"13800000000").unwrap();

    let refused = ring().open(place(1), &sealed).unwrap_err();

    let said = format!("{refused} {refused:?}");
    assert!(said.contains(&stranger.current().unwrap().to_string()), "{said}");
    assert!(!said.contains("13800000000"), "{said}");
    assert_eq!(format!("{:?}", ring()), "Keyring(***)");
}

#[test]
fn a_key_file_is_made_once_for_its_owner_alone() {
    let folder = Folder::new();
    let path = folder.key_file();

    let made = Keyring::load_or_make(&path, [[1; 32], [2; 32]]).unwrap();
    let again = Keyring::load_or_make(&path, [[3; 32], [4; 32]]).unwrap();

    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(made.current().unwrap(), again.current().unwrap());
    assert!(matches!(Keyring::make(&path, [[3; 32], [4; 32]]), Err(VaultError::Exists { .. })));
    let beside: Vec<_> = fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside, ["vault.json"], "nothing half done lies about");
}

#[test]
fn a_key_file_that_others_can_read_is_refused() {
    let folder = Folder::new();
    let path = folder.key_file();
    Keyring::make(&path, [[1; 32], [2; 32]]).unwrap();

    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();

    let refused = Keyring::load(&path).unwrap_err();
    assert!(matches!(refused, VaultError::Exposed { mode: 0o640, .. }), "{refused}");
}

#[test]
fn a_missing_or_damaged_key_file_is_named() {
    let folder = Folder::new();
    let path = folder.key_file();

    assert!(matches!(Keyring::load(&path), Err(VaultError::Missing { .. })));
    fs::write(&path, "{\"version\":1}").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    assert!(matches!(Keyring::load(&path), Err(VaultError::Malformed { .. })));
}

#[test]
fn whoever_runs_already_follows_a_rotation() {
    let folder = Folder::new();
    let path = folder.key_file();
    let running = Keyring::make(&path, [[1; 32], [2; 32]]).unwrap();
    let mut nonces = Nonces::new([0; 32]);
    let before = running.seal(place(1), nonces.draw(), b"before").unwrap();
    let old_token = running.token("phone", "1").unwrap();

    let other = Keyring::load(&path).unwrap();
    let newest = other.rotate([3; 32], 1_000).unwrap();
    let by_other = other.seal(place(2), nonces.draw(), b"by the other").unwrap();

    assert_eq!(&**running.open(place(2), &by_other).unwrap(), b"by the other");
    assert_eq!(&**running.open(place(1), &before).unwrap(), b"before");
    let after = running.seal(place(3), nonces.draw(), b"after").unwrap();
    assert_eq!(Keyring::key_of(&after).unwrap(), newest);
    assert_eq!(running.tokens("phone", "1").unwrap()[1], old_token);
}

#[test]
fn an_old_key_stays_until_nobody_can_write_with_it_and_opens_nothing_afterwards() {
    let folder = Folder::new();
    let path = folder.key_file();
    let ring = Keyring::make(&path, [[1; 32], [2; 32]]).unwrap();
    let running = Keyring::load(&path).unwrap();
    let sealed = ring.seal(place(1), Nonces::new([0; 32]).draw(), b"old").unwrap();
    let link = ring.link(Link::START, 1, 1, b"row");
    ring.rotate([3; 32], 1_000).unwrap();

    assert!(matches!(ring.retire(1_000 + RETIRE_AFTER_S - 1), Err(VaultError::TooEarly { wait_s: 1 })));
    assert_eq!(ring.retire(1_000 + RETIRE_AFTER_S).unwrap().len(), 1);

    assert!(matches!(ring.open(place(1), &sealed), Err(VaultError::UnknownKey { .. })));
    assert_eq!(running.keys().unwrap().len(), 1);
    assert_eq!(ring.link(Link::START, 1, 1, b"row"), link, "the audit key stays");
}
