//! Norwegian (bokmål), in Microsoft's own terms where Microsoft has one.

mod ending;
mod entry;
mod frame;
mod guided;
mod steps;
mod work;

use super::{Language, Texts, problems};

/// All Norwegian texts.
pub static NORWEGIAN: Texts = Texts {
    language: Language::Norwegian,
    problem: problems::nb::message,
    frame: frame::FRAME,
    words: frame::WORDS,
    start: entry::START,
    sign_in: entry::SIGN_IN,
    closing: entry::CLOSING,
    export: steps::EXPORT,
    users: steps::USERS,
    subscriptions: guided::SUBSCRIPTIONS,
    multifactor: steps::MULTIFACTOR,
    directory: guided::DIRECTORY,
    run: work::RUN,
    receipt: ending::RECEIPT,
    activity: ending::ACTIVITY,
    about: ending::ABOUT,
};
