//! Reading a page of the practice cloud: its title, text, links and forms. The pages come from one template language, so
//! their markup is regular: attributes in double quotes, no script, one label for each control.

use http::Method;

/// A page as a person meets it.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub(super) title: String,
    pub(super) text: String,
    pub(super) forms: Vec<Form>,
    links: Vec<(String, String)>,
    labels: Vec<(String, String)>,
    buttons: Vec<Button>,
}

/// A form.
#[derive(Debug, Clone)]
pub(super) struct Form {
    pub(super) action: String,
    pub(super) method: Method,
    pub(super) controls: Vec<Control>,
}

/// A field, a checkbox or a radio button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Control {
    id: String,
    kind: String,
    name: String,
    pub(super) value: String,
    pub(super) is_sent: bool,
}

impl Control {
    pub(super) fn pair(&self) -> (&str, &str) {
        (&self.name, &self.value)
    }
}

/// A button that can be pressed.
#[derive(Debug, Clone)]
pub(super) struct Button {
    text: String,
    pub(super) form: usize,
    pub(super) name: String,
    pub(super) value: String,
}

impl Page {
    /// Reads markup, tag by tag.
    pub(super) fn read(markup: &str) -> Self {
        let mut page = Self::default();
        let mut text_of: Option<(&str, String)> = None;
        for piece in markup.split('<').skip(1) {
            let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
            let text = unescape(text);
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            match name {
                "form" => page.forms.push(Form {
                    action: attribute(attributes, "action").unwrap_or_default(),
                    method: match attribute(attributes, "method").as_deref() {
                        Some("post") => Method::POST,
                        _ => Method::GET,
                    },
                    controls: Vec::new(),
                }),
                "input" | "textarea" => page.add_control(name, attributes),
                "button" if !has_flag(attributes, "disabled") => {
                    page.buttons.push(Button {
                        text: text.trim().to_owned(),
                        form: page.forms.len().saturating_sub(1),
                        name: attribute(attributes, "name").unwrap_or_default(),
                        value: attribute(attributes, "value").unwrap_or_default(),
                    });
                }
                "a" => page.links.push((
                    text.trim().to_owned(),
                    attribute(attributes, "href").unwrap_or_default(),
                )),
                "label" => page
                    .labels
                    .push((text.trim().to_owned(), attribute(attributes, "for").unwrap_or_default())),
                "title" => text.trim().clone_into(&mut page.title),
                "style" => text_of = Some(("/style", String::new())),
                _ => {}
            }
            if text_of.as_ref().is_some_and(|(end, _)| *end == name) {
                text_of = None;
            }
            if text_of.is_none() && name != "title" && !text.trim().is_empty() {
                if !page.text.is_empty() {
                    page.text.push(' ');
                }
                page.text.push_str(text.trim());
            }
        }
        page
    }

    fn add_control(&mut self, tag: &str, attributes: &str) {
        let kind = attribute(attributes, "type").unwrap_or_else(|| tag.to_owned());
        let is_choice = kind == "checkbox" || kind == "radio";
        let control = Control {
            id: attribute(attributes, "id").unwrap_or_default(),
            name: attribute(attributes, "name").unwrap_or_default(),
            value: attribute(attributes, "value").unwrap_or_default(),
            is_sent: !is_choice || has_flag(attributes, "checked"),
            kind,
        };
        if let Some(form) = self.forms.last_mut() {
            form.controls.push(control);
        }
    }

    /// The control that a label belongs to.
    pub(super) fn labelled(&mut self, label: &str) -> Option<&mut Control> {
        let id = self
            .labels
            .iter()
            .find(|(text, _)| text == label)
            .map(|(_, id)| id.clone())?;
        self.forms
            .iter_mut()
            .flat_map(|form| form.controls.iter_mut())
            .find(|control| control.id == id)
    }

    /// Ticks a control; of radio buttons with the same name only one is chosen.
    pub(super) fn choose(&mut self, chosen: &Control) {
        for control in self.forms.iter_mut().flat_map(|form| form.controls.iter_mut()) {
            if control.id == chosen.id {
                control.is_sent = true;
            } else if control.kind == "radio" && control.name == chosen.name {
                control.is_sent = false;
            }
        }
    }

    pub(super) fn button(&self, text: &str) -> Option<&Button> {
        self.buttons.iter().find(|button| button.text == text)
    }

    pub(super) fn link(&self, text: &str) -> Option<String> {
        self.links
            .iter()
            .find(|(found, _)| found == text)
            .map(|(_, address)| address.clone())
    }
}

fn attribute(attributes: &str, name: &str) -> Option<String> {
    let start = format!("{name}=\"");
    let at = attributes.match_indices(&start).find(|(at, _)| {
        // `id` must not be found inside `data-id`.
        attributes
            .get(..*at)
            .is_some_and(|before| before.is_empty() || before.ends_with(' '))
    })?;
    let value = attributes.get(at.0 + start.len()..)?;
    value.split_once('"').map(|(value, _)| unescape(value))
}

fn has_flag(attributes: &str, name: &str) -> bool {
    attributes
        .split('"')
        .step_by(2)
        .any(|outside| outside.split_ascii_whitespace().any(|word| word == name))
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disabled_button_can_not_be_pressed() {
        let page = Page::read(
            "<form method=\"post\" action=\"/x\"><button disabled>Delete</button><button name=\"a\">Keep</button></form>",
        );
        assert!(page.button("Delete").is_none());
        assert_eq!(page.button("Keep").unwrap().name, "a");
    }

    #[test]
    fn signs_are_read_as_they_were_meant() {
        let page = Page::read("<a href=\"/x?a=1&amp;b=2\">Søren &lt;3 &amp;amp; Åse</a>");
        assert_eq!(page.link("Søren <3 &amp; Åse").unwrap(), "/x?a=1&b=2");
    }
}
