//! What the identity provider put behind the page's address: a code, or why there is none. Trusts nothing in it.

/// Longer answers than this are nobody's: Entra's codes have about 1,500 characters.
const LONGEST: usize = 16_384;

/// The answer to a sign-in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Callback {
    /// Success: the code to redeem.
    Code {
        /// The code.
        code: String,
        /// The state that was sent.
        state: String,
    },
    /// Failure, as the provider describes it.
    Refused {
        /// OAuth's error.
        error: String,
        /// The description, with Entra's `AADSTS` code in it.
        description: String,
        /// The state that was sent.
        state: String,
    },
}

/// Reads the raw fragment or query. An answer without a state, with anything doubled, or too long is none.
#[must_use]
pub fn read(raw: &str) -> Option<Callback> {
    if raw.len() > LONGEST {
        return None;
    }
    let raw = raw.trim_start_matches(['#', '?']);
    let (mut code, mut state, mut error, mut description) = (None, None, None, None);
    for (name, value) in url::form_urlencoded::parse(raw.as_bytes()) {
        let place = match name.as_ref() {
            "code" => &mut code,
            "state" => &mut state,
            "error" => &mut error,
            "error_description" => &mut description,
            _ => continue,
        };
        if place.replace(value.into_owned()).is_some() {
            return None;
        }
    }
    let state = state?;
    match (code, error) {
        (Some(code), None) if !code.is_empty() => Some(Callback::Code { code, state }),
        (None, Some(error)) => Some(Callback::Refused {
            error,
            description: description.unwrap_or_default(),
            state,
        }),
        _ => None,
    }
}

impl Callback {
    /// The state that came back.
    #[must_use]
    pub fn state(&self) -> &str {
        match self {
            Self::Code { state, .. } | Self::Refused { state, .. } => state,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_and_its_state_are_read_from_the_fragment() {
        let expected = Callback::Code {
            code: "a b".into(),
            state: "s".into(),
        };
        assert_eq!(read("#code=a+b&state=s&session_state=x"), Some(expected));
    }

    #[test]
    fn answers_that_no_provider_gives_are_no_answers() {
        for hostile in [
            "",
            "code=a",
            "code=a&code=b&state=s",
            "code=a&state=s&state=t",
            "code=a&error=b&state=s",
            "state=s",
            "code=&state=s",
        ] {
            assert_eq!(read(hostile), None, "{hostile}");
        }
        assert_eq!(read(&format!("code={}&state=s", "a".repeat(65_536))), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_panic(raw in ".*") {
            let _ = read(&raw);
        }
    }
}
