//! The two tables' shape: a row is a key and its text in every language, or it does not compile.

/// Declares an enum of fixed texts.
macro_rules! words {
    ($(#[$about:meta])* $name:ident: $($(#[$doc:meta])* $key:ident: $zh:literal, $en:literal;)*) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "the Chinese text in the table is the documentation")]
        pub enum $name {
            $($(#[$doc])* $key,)*
        }

        impl $name {
            /// Every key.
            pub const ALL: &[Self] = &[$(Self::$key,)*];

            /// The text in a language.
            pub const fn text(self, lang: $crate::Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$key, $crate::Lang::Zh) => $zh, (Self::$key, $crate::Lang::En) => $en,)*
                }
            }
        }

        impl $crate::Text for $name {
            fn text(self, lang: $crate::Lang) -> &'static str {
                self.text(lang)
            }
        }
    };
}

/// Declares the enum of texts with parameters.
macro_rules! phrases {
    ($($key:ident { $($field:ident: $type:ty),* }: $zh:literal, $en:literal;)*) => {
        /// A text with parameters.
        #[derive(Clone, Debug, PartialEq)]
        #[expect(missing_docs, reason = "the Chinese text in the table is the documentation")]
        pub enum Phrase<'a> {
            $($key { $($field: $type),* },)*
            #[doc(hidden)]
            Never(std::convert::Infallible, std::marker::PhantomData<&'a ()>),
        }

        impl Phrase<'_> {
            /// The text in a language, its parameters filled in.
            pub fn text(&self, lang: $crate::Lang) -> String {
                match (self, lang) {
                    $(
                        (Self::$key { $($field),* }, $crate::Lang::Zh) => format!($zh),
                        (Self::$key { $($field),* }, $crate::Lang::En) => format!($en),
                    )*
                    (Self::Never(never, _), _) => match *never {},
                }
            }
        }
    };
}

pub(crate) use {phrases, words};
