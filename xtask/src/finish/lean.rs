//! Scripts and style sheets as a browser needs them: without the comments and the indentation that people need. Nothing else is changed.

/// Leaves out comments that have their lines to themselves, indentation and empty lines. Inside a template literal every
/// space counts, so those lines stay as they are.
pub(super) fn lean(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let (mut in_comment, mut in_template) = (false, false);
    for line in text.lines() {
        let bare = line.trim();
        if in_template {
            kept.push_str(line);
        } else if in_comment || bare.starts_with("/*") {
            let end = bare.find("*/");
            in_comment = end.is_none();
            let code = end.map_or("", |end| bare.get(end + 2..).unwrap_or_default().trim());
            if code.is_empty() {
                continue;
            }
            kept.push_str(code);
        } else if bare.is_empty() || bare.starts_with("//") {
            continue;
        } else {
            kept.push_str(bare);
        }
        in_template ^= quotes_a_template(line);
        kept.push('\n');
    }
    kept
}

/// Whether a line begins or ends a template literal, and not both.
fn quotes_a_template(line: &str) -> bool {
    line.replace("\\`", "").matches('`').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_go_and_all_else_stays() {
        let script =
            "// What it is.\n\n/**\n * How.\n */\nfunction f() {\n  return 'a // b /* c'; // kept\n}\n/* d */ g();\n";
        assert_eq!(lean(script), "function f() {\nreturn 'a // b /* c'; // kept\n}\ng();\n");
    }

    #[test]
    fn a_style_sheet_keeps_its_rules_alone() {
        let sheet = "/* What it is:\n   a `sheet`. */\na {\n  /* Why. */\n  b: c; /* kept */\n}\n";
        assert_eq!(lean(sheet), "a {\nb: c; /* kept */\n}\n");
    }

    #[test]
    fn a_template_literal_keeps_its_lines() {
        let script = "  const a = `one\n    // two\n  three`;\n  // gone\n";
        assert_eq!(lean(script), "const a = `one\n    // two\n  three`;\n");
    }
}
