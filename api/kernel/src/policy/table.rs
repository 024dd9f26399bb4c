//! The table of rights, for people.

use std::fmt::Write;

use strum::VariantArray;

use super::{Right, Scope};

const BEFORE: &str = "# Who may do what

Written by `make gen` from `api/kernel/src/policy.rs`, which decides it; a test fails where the two differ, and another tries every cell. What no cell
grants is refused. Reading what is public, pledging, signing up and signing in need no right and are not listed.

*Editor* and *lead* are roles in the team of the territory in question; a *lead* may what an *editor* may. *Reviewer* and *administrator* are roles
in the secretariat; an *administrator* may what a *reviewer* may. A token has the scopes it was issued with; one that is bound to territories has
them only there, and none that is about no territory. Whoever acts is written into the history by the grant that matched: the team before the
secretariat.

Rights are read again inside the transaction that writes: what was taken away while a request was under way counts.

";

/// The content of `docs/rights.md`.
pub fn table() -> String {
    let mut text = BEFORE.to_owned();
    text.push_str("| Right | What it lets one do | Stranger | Account | Editor | Lead | Reviewer | Administrator | Token with |\n");
    text.push_str("|---|---|---|---|---|---|---|---|---|\n");
    for right in Right::VARIANTS {
        let rule = right.rule();
        let name: &str = right.into();
        let team = rule.team.map(super::rank);
        let secretariat = rule.secretariat.map(super::standing);
        let cells = [
            false,
            rule.account,
            rule.account || team.is_some_and(|least| least == 0),
            rule.account || team.is_some(),
            rule.account || secretariat.is_some_and(|least| least == 0),
            rule.account || secretariat.is_some(),
        ];
        let cells = cells.map(|may| if may { "yes" } else { "–" }).join(" | ");
        let scope = rule.scope.map_or_else(|| "–".to_owned(), |scope| format!("`{}`", scope.name()));
        // Writing to a text cannot fail.
        let _ = writeln!(text, "| `{name}` | {} | {cells} | {scope} |", rule.what);
    }
    text.push_str("\n## Scopes\n\nA scope for writing or deciding includes reading the same.\n\n| Scope | Includes |\n|---|---|\n");
    for scope in Scope::VARIANTS {
        let others: Vec<String> = Scope::VARIANTS
            .iter()
            .filter(|other| *other != scope && scope.includes(**other))
            .map(|other| format!("`{}`", other.name()))
            .collect();
        let _ = writeln!(text, "| `{}` | {} |", scope.name(), if others.is_empty() { "–".to_owned() } else { others.join(", ") });
    }
    text
}
