//! A link that saves a text as a file.

use leptos::prelude::*;

use crate::browser::download::DownloadAddress;

/// A link that saves the text as it is now, under this name.
#[component]
pub(crate) fn DownloadText(
    /// Makes the text.
    text: impl Fn() -> String + Send + Sync + 'static,
    /// The file's name.
    #[prop(into)]
    name: String,
    /// Its media type.
    media_type: &'static str,
    children: Children,
) -> impl IntoView {
    // The address lives as long as the link, and is made anew when the text changes.
    let address = StoredValue::new_local(None::<DownloadAddress>);
    let href = move || {
        let made = DownloadAddress::of_text(&text(), media_type);
        let href = made.as_ref().map(|made| made.as_str().to_owned());
        address.set_value(made);
        href
    };
    view! { <a class="button" href=href download=name>{children()}</a> }
}
