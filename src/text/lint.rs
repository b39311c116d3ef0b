//! Tests of the texts as texts: whole in each language, plain to read, and clear in the words that matter.

use super::problems::Message;
use super::{DANISH, ENGLISH, Language, NORWEGIAN, Number, Texts};
use crate::tenant::ProblemKind;
use crate::tenant::plan::Work;

const fn texts(language: Language) -> &'static Texts {
    match language {
        Language::English => &ENGLISH,
        Language::Danish => &DANISH,
        Language::Norwegian => &NORWEGIAN,
    }
}

/// Every plain text of a language, in the order of the fields. Texts that are filled in are functions and not among them.
fn plain(language: Language) -> Vec<String> {
    let shown = format!("{:?}", texts(language));
    let mut found = Vec::new();
    let mut letters = shown.chars();
    while letters.by_ref().any(|letter| letter == '"') {
        let mut text = String::new();
        while let Some(letter) = letters.next() {
            match letter {
                '"' => break,
                '\\' => text.extend(letters.next()),
                _ => text.push(letter),
            }
        }
        found.push(text);
    }
    found
}

/// Every kind there is: serde names them all when it is given one that there isn't.
fn kinds() -> Vec<ProblemKind> {
    let refusal = serde_json::from_str::<ProblemKind>("\"\"").unwrap_err().to_string();
    let (_, names) = refusal.split_once("expected one of").unwrap();
    names
        .split('`')
        .filter_map(|name| serde_json::from_str(&format!("\"{name}\"")).ok())
        .collect()
}

fn messages(language: Language) -> Vec<String> {
    kinds()
        .into_iter()
        .flat_map(|kind| {
            let Message { happened, means, todo } = (texts(language).problem)(kind);
            [happened, means, todo]
        })
        .map(str::to_owned)
        .collect()
}

/// Björnsson's readability index: words per sentence and the share of words longer than six letters. 40 is a newspaper.
fn lix(texts: &[String]) -> f64 {
    let mut sentences = 0_u32;
    let mut words = 0_u32;
    let mut long = 0_u32;
    for text in texts {
        let before = words;
        for word in text.split_whitespace() {
            let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
            words += u32::from(letters > 0);
            long += u32::from(letters > 6);
            sentences += u32::from(word.ends_with(['.', ':', '?', '!']));
        }
        let ended = text.ends_with(['.', ':', '?', '!']);
        sentences += u32::from(words > before && !ended);
    }
    f64::from(words) / f64::from(sentences) + 100.0 * f64::from(long) / f64::from(words)
}

fn number(value: u64) -> Number {
    Number::new(value, value.to_string())
}

#[test]
fn no_text_is_empty_but_where_a_click_has_no_button_to_name() {
    for language in Language::ALL {
        let steps = [
            texts(language).subscriptions.cancel_steps,
            texts(language).subscriptions.delete_steps,
            texts(language).directory.steps,
        ];
        let unnamed: usize = steps
            .into_iter()
            .flatten()
            .map(|click| usize::from(click.name.is_empty()) + usize::from(click.after.is_empty()))
            .sum();
        let empty = plain(language).iter().filter(|text| text.trim().is_empty()).count();
        assert_eq!(empty, unnamed, "{language:?}");
        assert!(messages(language).len() > 90, "the kinds were found");
        assert!(messages(language).iter().all(|text| !text.trim().is_empty()));
    }
}

#[test]
fn each_language_says_as_many_things_as_english_and_none_of_them_in_english() {
    let english = plain(Language::English);
    assert!(english.len() > 300, "the texts were found");
    for language in [Language::Danish, Language::Norwegian] {
        let own = plain(language);
        assert_eq!(own.len(), english.len(), "{language:?}");
        for (own, english) in own.iter().zip(&english) {
            assert!(own != english || own.split(' ').count() < 3, "{language:?}: {own}");
        }
        for kind in kinds() {
            assert_ne!((texts(language).problem)(kind), (ENGLISH.problem)(kind));
        }
    }
}

#[test]
fn nothing_that_puts_a_question_away_says_cancel() {
    for language in Language::ALL {
        let texts = texts(language);
        let labels = [
            texts.frame.put_away,
            texts.closing.forget_no,
            texts.run.give_up_no,
            texts.run.give_up,
            texts.run.pause,
            texts.run.stop,
            texts.export.stop,
            texts.about.delete_no,
        ];
        for label in labels {
            let label = label.to_lowercase();
            for word in ["cancel", "annull", "avbryt", "afbryd"] {
                assert!(!label.contains(word), "{language:?}: {label}");
            }
        }
    }
}

#[test]
fn danish_and_norwegian_are_plain_to_read() {
    for language in [Language::Danish, Language::Norwegian] {
        for (what, texts) in [("texts", plain(language)), ("problems", messages(language))] {
            let lix = lix(&texts);
            assert!(lix <= 40.0, "{language:?} {what}: {lix:.1}");
        }
    }
}

#[test]
fn what_a_sentence_says_to_choose_is_what_the_button_says() {
    for language in Language::ALL {
        let texts = texts(language);
        let steps = texts.subscriptions.delete_steps;
        let said = steps
            .iter()
            .any(|click| click.before.contains(texts.subscriptions.report_short));
        assert!(said, "{language:?}");
        assert!(texts.users.list_what.contains(texts.users.keep), "{language:?}");
        assert!(
            texts.receipt.next.iter().any(|text| text.contains(texts.about.title)),
            "{language:?}"
        );
    }
}

#[test]
fn one_user_and_several_have_their_own_forms() {
    let confirm = |language: Language, count: u64| {
        let words = (texts(language).run.words)(Work::DeleteUsers);
        (words.confirm)(&number(count))
    };
    assert_eq!(confirm(Language::English, 1), "Delete 1 user");
    assert_eq!(confirm(Language::English, 38), "Delete 38 users");
    assert_eq!(confirm(Language::Danish, 1), "Slet 1 bruger");
    assert_eq!(confirm(Language::Danish, 38), "Slet 38 brugere");
    assert_eq!(confirm(Language::Norwegian, 1), "Slett 1 bruker");
    assert_eq!(confirm(Language::Norwegian, 38), "Slett 38 brukere");
}
