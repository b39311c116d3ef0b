//! Entra's `AADSTS` codes and what each means for a person: the one table. The words are in `text`.
//!
//! <https://learn.microsoft.com/entra/identity-platform/reference-error-codes>. Numbers may change, so decisions rest on
//! OAuth's error where there is one; a code makes the advice better.

use super::refusal::Meaning;

/// The table, by code.
pub const CODES: &[(u32, Meaning)] = &[
    (16_000, Meaning::AccountElsewhere),
    (28_002, Meaning::RequestMalformed),
    (28_003, Meaning::RequestMalformed),
    (50_011, Meaning::RedirectNotRegistered),
    (50_020, Meaning::AccountElsewhere),
    (50_033, Meaning::Passing),
    (50_034, Meaning::AccountElsewhere),
    (50_053, Meaning::AccountLocked),
    (50_055, Meaning::PasswordExpired),
    (50_057, Meaning::AccountDisabled),
    (50_058, Meaning::SignInAgain),
    (50_059, Meaning::TenantNotNamed),
    (50_072, Meaning::SecondFactorMissing),
    (50_074, Meaning::SecondFactor),
    (50_076, Meaning::SecondFactor),
    (50_078, Meaning::SecondFactor),
    (50_079, Meaning::SecondFactorMissing),
    (50_105, Meaning::NotAssigned),
    (50_126, Meaning::PasswordWrong),
    (50_128, Meaning::TenantNotNamed),
    (50_173, Meaning::Revoked),
    (50_194, Meaning::NotMultitenant),
    (50_196, Meaning::TooMany),
    (53_000, Meaning::DeviceRefused),
    (53_001, Meaning::DeviceRefused),
    (53_002, Meaning::PolicyRefused),
    (53_003, Meaning::PolicyRefused),
    (53_004, Meaning::SecondFactorMissing),
    (54_005, Meaning::AnswerSpent),
    (65_001, Meaning::Consent),
    (65_004, Meaning::Declined),
    (70_000, Meaning::SignInAgain),
    (70_004, Meaning::RedirectNotRegistered),
    (70_008, Meaning::SignInAgain),
    (70_011, Meaning::RequestMalformed),
    (70_043, Meaning::Frequency),
    (70_044, Meaning::Frequency),
    (90_002, Meaning::TenantGone),
    (90_006, Meaning::Passing),
    (90_015, Meaning::RequestMalformed),
    (90_024, Meaning::Passing),
    (90_033, Meaning::Passing),
    (90_038, Meaning::OtherCloud),
    (90_055, Meaning::Throttled),
    (90_093, Meaning::AdminConsent),
    (90_094, Meaning::AdminConsent),
    (90_095, Meaning::AdminConsent),
    (500_011, Meaning::ServiceMissing),
    (500_121, Meaning::SecondFactor),
    (501_481, Meaning::AnswerSpent),
    (530_035, Meaning::PolicyRefused),
    (650_052, Meaning::ServiceMissing),
    (650_057, Meaning::PermissionNotRegistered),
    (700_011, Meaning::ApplicationMissing),
    (700_016, Meaning::ApplicationMissing),
    (700_054, Meaning::Registration),
    (700_082, Meaning::SignInAgain),
    (700_084, Meaning::Ended),
    (900_023, Meaning::TenantNotNamed),
    (7_000_112, Meaning::ApplicationMissing),
    (9_002_326, Meaning::NotSinglePage),
    (9_002_327, Meaning::NotSinglePage),
];

/// What a code means, if it is in the table.
#[must_use]
pub fn meaning(code: u32) -> Option<Meaning> {
    CODES.iter().find(|(one, _)| *one == code).map(|(_, meaning)| *meaning)
}

/// Codes after which a refresh token is worth nothing, for no service: asking again would only look like an attack.
#[must_use]
pub const fn ends_grant(code: u32) -> bool {
    matches!(
        code,
        50_057 | 50_173 | 70_000 | 70_008 | 70_043 | 70_044 | 700_082 | 700_084
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_reference_is_in_the_table_once() {
        // The codes that sign-ins and token requests of a single-page application were seen to meet.
        let reference = [
            16000, 50020, 50034, 50011, 70004, 50053, 50055, 50057, 50126, 50058, 50059, 50128, 50072, 50074, 50076,
            50078, 50079, 50105, 501_481, 50173, 50194, 50196, 500_011, 650_052, 53000, 53001, 53002, 53003, 530_035,
            53004, 54005, 65001, 65004, 650_057, 70000, 70008, 700_082, 700_084, 70043, 700_011, 700_016, 70011, 28002,
            28003, 9_002_326, 9_002_327, 90002, 90033, 90024, 90006, 50033, 90038, 90055, 90094, 90095, 90093, 90015,
        ];
        for code in reference {
            assert_eq!(CODES.iter().filter(|(one, _)| *one == code).count(), 1, "{code}");
        }
        assert!(CODES.is_sorted_by(|one, other| one.0 < other.0));
    }
}
