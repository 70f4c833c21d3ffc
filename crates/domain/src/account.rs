//! Accounts: login names, passwords as people type them, and when too many wrong ones lock.
//!
//! Not for hashing (`service`), nor for what an account may do ([`crate::actor`]).

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// The least signs of a password: NIST SP 800-63B and OWASP ASVS 5.0 6.2.1 ask for eight, and advise more.
pub const SHORTEST_PASSWORD: usize = 10;
/// The most signs of a password that are taken; longer ones only cost time.
pub const LONGEST_PASSWORD: usize = 128;
/// Wrong passwords in a row until an account is locked.
pub const FAILURES_UNTIL_LOCK: i32 = 5;
/// How long it is locked then.
pub const LOCK: TimeDelta = TimeDelta::minutes(15);
/// Wrong passwords older than this are forgotten.
pub const FAILURES_FORGOTTEN: TimeDelta = TimeDelta::hours(1);

/// Beginnings that every guesser tries first. Refused however they go on with digits.
const COMMON: [&str; 10] =
    ["password", "passw0rd", "qwerty", "admin", "letmein", "welcome", "abc123", "iloveyou", "gezhi", "wangge"];

/// A login name: 2 to 64 letters, digits, dots, hyphens, underscores; Chinese letters are letters. Case does not count.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Login(String);

/// Text that is no login name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a login name has 2 to 64 letters, digits, dots, hyphens or underscores")]
pub struct InvalidLogin;

impl Login {
    /// The name in small letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Login {
    type Err = InvalidLogin;

    fn from_str(text: &str) -> Result<Self, InvalidLogin> {
        let text = text.trim().to_lowercase();
        let sign = |sign: char| sign.is_alphanumeric() || matches!(sign, '.' | '-' | '_');
        let fits = (2..=64).contains(&text.chars().count()) && text.chars().all(sign);
        if fits { Ok(Self(text)) } else { Err(InvalidLogin) }
    }
}

/// What was typed as a password. Shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Takes what was typed, for comparing; whether it is good enough is [`Password::check`]'s business.
    pub fn typed(text: impl Into<String>) -> Self {
        let text: String = text.into();
        Self(text.chars().take(LONGEST_PASSWORD + 1).collect())
    }

    /// The password itself: only for hashing.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether it may become somebody's password. There are no rules of composition: they make passwords worse.
    pub fn check(&self, login: &Login) -> Result<(), WeakPassword> {
        let signs = self.0.chars().count();
        if signs < SHORTEST_PASSWORD {
            return Err(WeakPassword::Short);
        }
        if signs > LONGEST_PASSWORD {
            return Err(WeakPassword::Long);
        }
        let small = self.0.to_lowercase();
        let stem = small.trim_end_matches(|sign: char| !sign.is_alphabetic());
        let distinct = small.chars().collect::<std::collections::BTreeSet<_>>().len();
        if COMMON.contains(&stem) || distinct < 5 || is_run(&small) || small.contains(login.as_str()) {
            return Err(WeakPassword::Guessable);
        }
        Ok(())
    }
}

/// Whether most signs are the one before or the one after it, as in `1234567890`.
fn is_run(text: &str) -> bool {
    let pairs = text.bytes().zip(text.bytes().skip(1));
    let (steps, runs) =
        pairs.fold((0, 0), |(steps, runs), (one, next)| (steps + 1, runs + i32::from(next.wrapping_sub(one) <= 1)));
    runs * 5 >= steps * 4
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(***)")
    }
}

/// Why a password may not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum WeakPassword {
    /// Fewer than [`SHORTEST_PASSWORD`] signs.
    #[error("a password has at least {SHORTEST_PASSWORD} signs")]
    Short,
    /// More than [`LONGEST_PASSWORD`] signs.
    #[error("a password has at most {LONGEST_PASSWORD} signs")]
    Long,
    /// One of the first that anybody would try.
    #[error("this password is among the first that anybody would try")]
    Guessable,
}

/// When wrong passwords lock an account, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockRule {
    /// How many in a row.
    pub after: i32,
    /// For how long.
    pub lasts: TimeDelta,
}

impl Default for LockRule {
    fn default() -> Self {
        Self { after: FAILURES_UNTIL_LOCK, lasts: LOCK }
    }
}

/// Wrong passwords of one account so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// How many in a row.
    pub count: i32,
    /// When the last one was.
    pub last_at: Option<DateTime<Utc>>,
    /// Until when the account is locked.
    pub locked_until: Option<DateTime<Utc>>,
}

impl Failures {
    /// Whether nothing is compared now, right or wrong.
    pub fn is_locked(&self, now: DateTime<Utc>) -> bool {
        self.locked_until.is_some_and(|until| until > now)
    }

    /// The count after one more wrong password; the lock begins with as many as the rule says.
    #[must_use]
    pub fn and_one_more(self, now: DateTime<Utc>, rule: LockRule) -> Self {
        let fresh = self.last_at.is_some_and(|at| now - at < FAILURES_FORGOTTEN);
        let was_locked = self.locked_until.is_some_and(|until| until <= now);
        let count = if fresh && !was_locked { self.count + 1 } else { 1 };
        let locked_until = (count >= rule.after).then(|| now + rule.lasts);
        Self { count, last_at: Some(now), locked_until }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-11-22T06:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_login_name_is_short_and_plain() {
        for good in ["admin", "grid_worker-990001", "刘晓彤", " Zhang.San "] {
            assert!(good.parse::<Login>().is_ok(), "{good}");
        }
        for bad in ["", "a", "a b", "x@y", "名\u{200b}字", &"x".repeat(65)] {
            assert_eq!(bad.parse::<Login>(), Err(InvalidLogin), "{bad}");
        }
        assert_eq!(" Zhang.San ".parse::<Login>().unwrap().as_str(), "zhang.san");
    }

    #[test]
    fn guessable_passwords_are_refused_and_a_sentence_is_taken() {
        let login: Login = "liuxiaotong".parse().unwrap();
        let check = |text: &str| Password::typed(text).check(&login);

        assert_eq!(check("x7!k"), Err(WeakPassword::Short));
        assert_eq!(check(&"长".repeat(129)), Err(WeakPassword::Long));
        for guessable in ["password2026", "1234567890", "aaaaaaaaaaaa", "abcdefghijk", "liuxiaotong1", "ADMIN123456"] {
            assert_eq!(check(guessable), Err(WeakPassword::Guessable), "{guessable}");
        }
        assert_eq!(check("每天早上走三栋楼看望老人"), Ok(()));
        assert_eq!(check("three lifts and a stair"), Ok(()));
    }

    #[test]
    fn the_fifth_wrong_password_locks_and_time_opens() {
        let mut failures = Failures::default();
        for _ in 0..FAILURES_UNTIL_LOCK - 1 {
            failures = failures.and_one_more(now(), LockRule::default());
            assert!(!failures.is_locked(now()));
        }

        failures = failures.and_one_more(now(), LockRule::default());

        assert!(failures.is_locked(now()));
        assert!(!failures.is_locked(now() + LOCK));
        assert_eq!(
            failures.and_one_more(now() + LOCK, LockRule::default()).count,
            1,
            "a lock that ended starts the count anew"
        );
    }

    #[test]
    fn old_mistakes_are_forgotten() {
        let four = (0..4).fold(Failures::default(), |failures, _| failures.and_one_more(now(), LockRule::default()));

        assert_eq!(four.and_one_more(now() + FAILURES_FORGOTTEN, LockRule::default()).count, 1);
    }

    #[test]
    fn a_password_shows_nowhere() {
        assert_eq!(format!("{:?}", Password::typed("s3cret")), "Password(***)");
    }
}
