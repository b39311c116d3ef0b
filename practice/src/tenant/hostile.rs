//! What the tenant `hostile` holds besides its file: names too long to write down.

use crate::tenant::generate::Builder;
use crate::tenant::objects::GroupKind;

/// 64 KB of one letter after the other.
const LONG: usize = 64 * 1024;

pub(super) fn fill(builder: &mut Builder) {
    let long: String = "abcdefgh".chars().cycle().take(LONG).collect();
    let person = builder.person(&long, "long", &[]);
    builder.group(&long, GroupKind::Microsoft365, &[person], &[]);
    // Marks above a letter, as many as fit into a line.
    let stacked = format!("a{}", "\u{301}".repeat(200));
    builder.person(&stacked, "stacked", &[]);
}
