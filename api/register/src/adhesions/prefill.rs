//! What is known already, so that nobody types it twice.

use entity::{kinds::AdhesionState, pledge, territory};
use kernel::{db::Tx, problem::Result};

use super::answers::{Answers, Contact};
use crate::territories::record::Record;

/// The answers to begin with: those of the last adhesion, else what the territory and its pledge say. Nothing is agreed to beforehand.
pub async fn answers(tx: &Tx, row: territory::Model, pledge: Option<&pledge::Model>) -> Result<Answers> {
    Ok(known(tx, row, pledge).await?.without_consent())
}

async fn known(tx: &Tx, row: territory::Model, pledge: Option<&pledge::Model>) -> Result<Answers> {
    let last = super::find::last_of(tx, row.id).await?;
    match last {
        // What was not accepted is still to be said; after acceptance the territory's page is what counts.
        Some(last) if last.state != AdhesionState::Accepted => Answers::read(&last.fields),
        Some(last) => from_territory(tx, row, Answers::read(&last.fields)?).await,
        // Whoever pledged without being of the team says nothing in its name.
        None => from_territory(tx, row, pledge.filter(|pledge| pledge.opened_team).map(from_pledge).unwrap_or_default()).await,
    }
}

fn from_pledge(pledge: &pledge::Model) -> Answers {
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    // The office is the signatory's; what the contact is, was not asked unless they are the same.
    let signs = pledge.contact_name == pledge.signatory_name;
    Answers {
        text_lang: pledge.statement_lang.clone(),
        contacts: vec![Contact {
            name: filled(&pledge.contact_name),
            office: filled(&pledge.signatory_office).filter(|_| signs),
            email: filled(&pledge.email),
            phone: None,
        }],
        signatory_name: filled(&pledge.signatory_name),
        signatory_office: filled(&pledge.signatory_office),
        ..Answers::default()
    }
}

async fn from_territory(tx: &Tx, row: territory::Model, answers: Answers) -> Result<Answers> {
    let Record { row, names, leaders } = Record::read(tx, row).await?;
    let known = Answers {
        name: Some(row.name),
        names,
        level: Some(row.level),
        kind_local: row.kind_local,
        population: row.population,
        population_year: row.population_year,
        population_source: row.population_source,
        website: row.website,
        ..answers
    };
    // A leader who is not on the page is as the government last said.
    let Some(leader) = leaders.into_iter().next() else { return Ok(known) };
    Ok(Answers {
        leader_name: Some(leader.name),
        leader_office: Some(leader.office),
        leader_term_from: leader.term_from,
        leader_term_to: leader.term_to,
        ..known
    })
}
