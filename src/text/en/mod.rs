//! English: the language that the others are written after.

mod ending;
mod entry;
mod frame;
mod guided;
mod steps;
mod work;

use super::{Language, Texts, problems};

/// All English texts.
pub static ENGLISH: Texts = Texts {
    language: Language::English,
    problem: problems::en::message,
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
