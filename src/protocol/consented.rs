//! What came back from the organization's consent, by the answer in the page's address. It is only said: nothing rests on it.

/// How the organization's consent ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Consented {
    /// It is given.
    Given,
    /// It isn't: the identity provider's description, or its error where it gives none.
    Refused(String),
}

impl Consented {
    /// Judges an answer by the state that was kept when the person left for it. Nothing, if the answer isn't this browser's: then
    /// somebody else has put it there.
    #[must_use]
    pub fn of(kept: Option<&str>, answer: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let filled = |name| answer(name).filter(|value| !value.is_empty());
        if filled("state")? != kept? {
            return None;
        }
        if let Some(error) = filled("error") {
            return Some(Self::Refused(filled("error_description").unwrap_or(error)));
        }
        // Microsoft writes `True`.
        let given = answer("admin_consent").is_some_and(|value| value.eq_ignore_ascii_case("true"));
        given.then_some(Self::Given)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kept: Option<&str>, answer: &[(&str, &str)]) -> Option<Consented> {
        let find = |name: &str| answer.iter().find(|(one, _)| *one == name);
        Consented::of(kept, |name| find(name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn a_consent_is_said_to_whoever_left_for_it() {
        let given = [("admin_consent", "True"), ("tenant", "id"), ("state", "kept")];
        assert_eq!(of(Some("kept"), &given), Some(Consented::Given));
        let mut refused = vec![("admin_consent", "True"), ("error", "access_denied"), ("state", "kept")];
        assert_eq!(
            of(Some("kept"), &refused),
            Some(Consented::Refused("access_denied".to_owned()))
        );
        refused.push(("error_description", "AADSTS65004: declined"));
        let described = Consented::Refused("AADSTS65004: declined".to_owned());
        assert_eq!(of(Some("kept"), &refused), Some(described));
    }

    #[test]
    fn an_answer_that_nobody_here_waits_for_says_nothing() {
        for (kept, state) in [
            (None, "made up"),
            (Some("kept"), "made up"),
            (Some("kept"), ""),
            (Some(""), ""),
        ] {
            assert_eq!(of(kept, &[("admin_consent", "True"), ("state", state)]), None);
            assert_eq!(of(kept, &[("error", "access_denied"), ("state", state)]), None);
        }
        assert_eq!(of(Some("kept"), &[("admin_consent", "True")]), None, "no state");
        assert_eq!(of(Some("kept"), &[("state", "kept")]), None, "a sign-out's answer");
        assert_eq!(of(Some("kept"), &[("admin_consent", "False"), ("state", "kept")]), None);
    }
}
