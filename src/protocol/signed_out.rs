//! How a sign-out ended, by what came back from the identity provider. Nothing in it can undo what is gone here already.

/// How a sign-out ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SignedOut {
    /// The identity provider has come back from it.
    Everywhere,
    /// What came back is not the answer to this sign-out: whether the provider has signed the person out is not known.
    Unknown,
    /// Here alone: without network the provider could not be told.
    Here,
}

impl SignedOut {
    /// Judges the `state` that came back by the one that was kept (OpenID Connect RP-Initiated Logout 1.0, section 3). Nothing,
    /// if this page has begun no sign-out: whatever then stands in its address was put there by somebody else.
    #[must_use]
    pub fn of(kept: Option<&str>, came: Option<&str>) -> Option<Self> {
        let kept = kept?;
        Some(if came == Some(kept) {
            Self::Everywhere
        } else {
            Self::Unknown
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn oidcc_client_test_rp_init_logout_and_no_state_and_other_state() {
        assert_eq!(SignedOut::of(Some("kept"), Some("kept")), Some(SignedOut::Everywhere));
        assert_eq!(SignedOut::of(Some("kept"), None), Some(SignedOut::Unknown), "no-state");
        for other in ["other", "", "KEPT", "kept "] {
            assert_eq!(
                SignedOut::of(Some("kept"), Some(other)),
                Some(SignedOut::Unknown),
                "other-state"
            );
        }
        assert_eq!(SignedOut::of(None, Some("made up")), None, "nobody has signed out here");
    }
}
