//! Reads Rust source just well enough: what is code, what is a comment, where the tests begin.

/// A source file in the parts that rules speak about.
pub struct Source {
    /// Lines before the first `#[cfg(test)]` module.
    pub lines_before_tests: usize,
    /// The code without comments; texts in quotes are kept.
    pub code: String,
}

impl Source {
    /// Takes a file apart.
    pub fn read(text: &str) -> Self {
        let tests_at = text.find("#[cfg(test)]\nmod ").unwrap_or(text.len());
        let lines_before_tests = text[..tests_at].lines().count();
        Self { lines_before_tests, code: text.lines().map(without_comment).collect::<Vec<_>>().join("\n") }
    }
}

/// A line up to its `//`, unless that stands in quotes (as in an address).
fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    let mut before = ' ';
    for (at, sign) in line.char_indices() {
        match sign {
            '"' if before != '\\' => quoted = !quoted,
            '/' if !quoted && line[at..].starts_with("//") => return &line[..at],
            _ => {}
        }
        before = sign;
    }
    line
}

#[test]
fn a_comment_is_no_code_and_an_address_is_no_comment() {
    assert_eq!(without_comment("let a = 1; // #[allow]"), "let a = 1; ");
    assert_eq!(without_comment(r#"let a = "http://h"; // x"#), r#"let a = "http://h"; "#);
}
