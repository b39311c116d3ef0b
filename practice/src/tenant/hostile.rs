//! What the tenant `hostile` holds besides its file: names too long to write down, and
//! names that a file of JSON can't hold.

use crate::surrogate;
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
    // Halves of pairs: one alone at each end, and two the wrong way round.
    let half = |number| surrogate::lone(number).unwrap_or_default();
    let broken = format!("{}half{}{}", half(0xdc00), half(0xdfff), half(0xd83d));
    builder.person(&broken, "halves", &[]);
    builder.group(&broken, GroupKind::Security, &[], &[]);
    builder.application(&broken, "AzureADMyOrg");
}
