//! What the identity provider put behind the page's address: a code, or why there is none. Trusts nothing in it.

/// Longer answers than this are nobody's: Entra's codes have about 1,500 characters.
const LONGEST: usize = 16_384;

/// An answer to a sign-in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Callback {
    /// The state that was sent.
    pub state: String,
    /// Who says that they answer (RFC 9207).
    pub issuer: Option<String>,
    /// What they answer.
    pub answer: Answer,
}

/// Success or failure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// The code to redeem.
    Code(String),
    /// A refusal, as the provider describes it.
    Refused {
        /// OAuth's error.
        error: String,
        /// The description, with Entra's `AADSTS` code in it.
        description: String,
    },
}

/// Reads the raw fragment or query. An answer without a state, with anything doubled, not in UTF-8, or too long is none.
#[must_use]
pub fn read(raw: &str) -> Option<Callback> {
    if raw.len() > LONGEST {
        return None;
    }
    let raw = raw.trim_start_matches(['#', '?']);
    let (mut code, mut state, mut issuer) = (None, None, None);
    let (mut error, mut description) = (None, None);
    for (name, value) in url::form_urlencoded::parse(raw.as_bytes()) {
        let place = match name.as_ref() {
            "code" => &mut code,
            "state" => &mut state,
            "iss" => &mut issuer,
            "error" => &mut error,
            "error_description" => &mut description,
            _ => continue,
        };
        // What isn't UTF-8 has become a replacement character: nobody's code or state holds one.
        if value.contains(char::REPLACEMENT_CHARACTER) || place.replace(value.into_owned()).is_some() {
            return None;
        }
    }
    let answer = match (code, error) {
        (Some(code), None) if !code.is_empty() => Answer::Code(code),
        (None, Some(error)) => Answer::Refused {
            error,
            description: description.unwrap_or_default(),
        },
        _ => return None,
    };
    Some(Callback {
        state: state?,
        issuer,
        answer,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_and_its_state_are_read_from_the_fragment() {
        let expected = Callback {
            state: "s".into(),
            issuer: Some("https://i/".into()),
            answer: Answer::Code("a b".into()),
        };
        assert_eq!(
            read("#code=a+b&state=s&iss=https%3A%2F%2Fi%2F&session_state=x"),
            Some(expected)
        );
    }

    #[test]
    fn answers_that_no_provider_gives_are_no_answers() {
        for hostile in [
            "",
            "code=a",
            "code=a&code=b&state=s",
            "code=a&state=s&state=t",
            "code=a&state=s&iss=i&iss=j",
            "code=a&error=b&state=s",
            "error=a&error_description=b&error_description=c&state=s",
            "state=s",
            "code=&state=s",
            "code=%ff&state=s",
            "code=a&state=%c3%28",
        ] {
            assert_eq!(read(hostile), None, "{hostile}");
        }
        assert_eq!(read(&format!("code={}&state=s", "a".repeat(65_536))), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_panic(raw in ".*", code in "[^&]*", state in "[^&]*") {
            let _ = read(&raw);
            let _ = read(&format!("code={code}&state={state}"));
        }
    }
}
