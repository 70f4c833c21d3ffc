//! How a resident reads: 长辈版 after the ministry's numbers (适老化通用设计规范, MIIT 2021), and a language that only the public
//! pages are prepared for. From the address, else the cookie, as [`crate::preference`]; pages get it as a context.

use wording::public::Tongue;

/// Name of the cookie with the size of 长辈版; `0` says that somebody does not want it.
pub const ELDER_COOKIE: &str = "elder";

/// The size of text in 长辈版.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(u8);

impl Size {
    /// All sizes, in points: 18 is the least that the ministry asks for, and it has to go up to 30.
    pub const ALL: [Self; 5] = [Self(18), Self(21), Self(24), Self(27), Self(30)];

    /// The size in points; the word in addresses, cookies and `data-elder`.
    pub fn points(self) -> u8 {
        self.0
    }

    /// The next larger one.
    pub fn larger(self) -> Option<Self> {
        Self::ALL.into_iter().find(|size| *size > self)
    }

    /// The next smaller one.
    pub fn smaller(self) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|size| *size < self)
    }
}

/// What somebody said about 长辈版.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Elder {
    /// Nothing yet: they are asked.
    #[default]
    Unasked,
    /// They do not want it.
    Off,
    /// They want it in this size.
    On(Size),
}

impl Elder {
    /// Reads the word in addresses and cookies.
    pub fn from_slug(slug: &str) -> Option<Self> {
        if slug == "0" {
            return Some(Self::Off);
        }
        Size::ALL.into_iter().find(|size| size.points().to_string() == slug).map(Self::On)
    }

    /// The word in addresses and cookies.
    pub fn slug(self) -> String {
        self.size().map_or_else(|| "0".to_owned(), |size| size.points().to_string())
    }

    /// The size, if it is wanted.
    pub fn size(self) -> Option<Size> {
        match self {
            Self::On(size) => Some(size),
            Self::Unasked | Self::Off => None,
        }
    }
}

/// How one page is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// 长辈版.
    pub elder: Elder,
    /// A language beside the two that everything is written in.
    pub tongue: Option<Tongue>,
}

impl Reading {
    /// Reads query string and `Cookie`; what the address says wins.
    pub fn read(query: &str, cookie: &str) -> Self {
        let pick =
            |name| crate::preference::pick(query, '&', name).or_else(|| crate::preference::pick(cookie, ';', name));
        Self {
            elder: pick(ELDER_COOKIE).and_then(Elder::from_slug).unwrap_or_default(),
            tongue: pick(crate::preference::LANG_COOKIE).and_then(Tongue::from_slug),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_go_from_eighteen_points_to_thirty_and_no_further() {
        let [least, .., most] = Size::ALL;

        assert_eq!((least.points(), most.points()), (18, 30));
        assert_eq!((least.smaller(), most.larger()), (None, None));
        assert_eq!(least.larger().and_then(Size::smaller), Some(least));
        for slug in ["0", "18", "30"] {
            assert_eq!(Elder::from_slug(slug).unwrap().slug(), slug);
        }
        for slug in ["", "17", "31", "018", "-1", "on"] {
            assert_eq!(Elder::from_slug(slug), None, "{slug}");
        }
    }

    #[test]
    fn the_address_wins_over_the_cookie_and_nobody_is_asked_twice() {
        assert_eq!(Reading::read("elder=0", "elder=18").elder, Elder::Off);
        assert_eq!(Reading::read("", "a=1; elder=24").elder.size(), Some(Size(24)));
        assert_eq!(Reading::read("", "").elder, Elder::Unasked);
        assert_eq!(Reading::read("lang=ko", "lang=en").tongue, Some(Tongue::Ko));
        assert_eq!(Reading::read("lang=zh", "lang=ko").tongue, None);
    }
}
