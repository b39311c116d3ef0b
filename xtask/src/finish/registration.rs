//! The page that says how to register Luk: the readme's own section, so that the two can't differ. Needs no script.

use pulldown_cmark::{Parser, html};

use super::pages::{BASE, policy_and_base};
use super::policy::Policy;
use super::{FinishError, replace_once};

/// The section of the readme, from its heading to the next of its kind.
const SECTION: &str = "\n## A real tenant\n";

/// The page, one folder below the site's root.
pub(super) fn page(readme: &str, style: &str, policy: &Policy) -> Result<String, FinishError> {
    let missing = || FinishError::Missing("README.md: A real tenant".to_owned());
    let (_, after) = readme.split_once(SECTION).ok_or_else(missing)?;
    let section = after.split_once("\n## ").map_or(after, |(section, _)| section);
    let mut text = String::new();
    html::push_html(&mut text, Parser::new(section));
    let head = replace_once("registration", &policy_and_base(policy), BASE, "<base href=\"../\">")?;
    Ok(format!(
        r#"<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    {head}
    <title>Registering Luk</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="no-referrer">
    <meta name="color-scheme" content="light dark">
    <link rel="icon" href="./icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="./{style}">
  </head>
  <body>
    <main>
      <h1>Registering Luk</h1>
{text}      <p><a href="./">To the start page</a></p>
    </main>
  </body>
</html>
"#
    ))
}
