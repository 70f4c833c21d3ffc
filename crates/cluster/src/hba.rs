//! Who may connect: passwords over the socket, nothing else; refuses a file that trusts anybody.

use std::fs;
use std::path::Path;

use crate::ClusterError;
use crate::error::file_error;

/// The whole authentication file of a private cluster.
pub(crate) const CONTENT: &str =
    "# Written by gezhi. Passwords over the socket; there is no TCP port.\nlocal all all scram-sha-256\n";

/// Fails when a rule of the file lets somebody in without proof.
pub(crate) fn refuse_trust(path: &Path) -> Result<(), ClusterError> {
    let text = fs::read_to_string(path).map_err(file_error("read", path))?;
    match trusting_line(&text) {
        Some(line) => Err(ClusterError::Trusts { path: path.to_owned(), line }),
        None => Ok(()),
    }
}

fn trusting_line(text: &str) -> Option<usize> {
    text.lines()
        .map(|line| line.split('#').next().unwrap_or_default())
        .position(|rule| {
            rule.split_whitespace().skip(3).any(|word| word.trim_matches('"').eq_ignore_ascii_case("trust"))
        })
        .map(|index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_rules_trust_nobody() {
        assert_eq!(trusting_line(CONTENT), None);
    }

    #[test]
    fn a_trusting_rule_is_found_and_a_comment_is_not() {
        assert_eq!(trusting_line("# local all all trust\nlocal all all scram-sha-256\n"), None);
        assert_eq!(trusting_line("local all all peer\nhost all all 127.0.0.1/32 TRUST\n"), Some(2));
    }
}
