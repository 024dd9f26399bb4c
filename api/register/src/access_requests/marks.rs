//! What a reviewer should know of a request before believing it.

use std::collections::{HashMap, HashSet};

use entity::{access_request, kinds::AccessRequestState, team_member, territory, user};
use kernel::problem::Result;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::pledges::free_mail;

/// Whether an address is where the government's website is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AccessRequestDomain)]
pub enum Domain {
    /// The same registered domain as that of the government's website.
    Same,
    Other,
    /// No website of the government is known.
    Unknown,
}

/// What to look at before answering. None of it proves anything: nobody has verified the address.
#[derive(Serialize, ToSchema)]
#[schema(as = AccessRequestMarks)]
pub struct Marks {
    /// The address is at a provider where anybody may open one: look twice.
    pub free_mail: bool,
    pub domain: Domain,
    /// The address works in the government's team already.
    pub in_team: bool,
    /// How many people work in the government's team: they can invite themselves.
    #[schema(example = 0)]
    pub team: usize,
    /// Other open requests for this government.
    #[schema(example = 1)]
    pub others: i64,
    /// Other open requests from this address, for whatever government.
    #[schema(example = 0)]
    pub same_address: i64,
}

/// What is known beside the requests, read once for all of a page.
pub struct Surroundings {
    /// Keys of the addresses that work on a territory.
    teams: HashMap<Uuid, HashSet<String>>,
    /// How many requests are open for a territory, and from an address.
    of_territory: HashMap<Uuid, i64>,
    of_address: HashMap<String, i64>,
}

impl Surroundings {
    pub async fn of(db: &impl ConnectionTrait, rows: &[access_request::Model]) -> Result<Self> {
        use access_request::Column;
        let territories = || rows.iter().map(|row| row.territory_id);
        let members = team_member::Entity::find().filter(team_member::Column::TerritoryId.is_in(territories())).all(db).await?;
        let users = user::Entity::find().filter(user::Column::Id.is_in(members.iter().map(|member| member.user_id))).all(db).await?;
        let keys: HashMap<Uuid, String> = users.into_iter().map(|user| (user.id, user.email_key)).collect();
        let mut teams: HashMap<Uuid, HashSet<String>> = HashMap::new();
        for member in members {
            teams.entry(member.territory_id).or_default().extend(keys.get(&member.user_id).cloned());
        }
        let addresses = rows.iter().map(|row| row.email_key.as_str());
        let of_territory = open_by(Column::TerritoryId).filter(Column::TerritoryId.is_in(territories())).into_tuple().all(db).await?;
        let of_address = open_by(Column::EmailKey).filter(Column::EmailKey.is_in(addresses)).into_tuple().all(db).await?;
        Ok(Self { teams, of_territory: of_territory.into_iter().collect(), of_address: of_address.into_iter().collect() })
    }

    pub fn marks(&self, row: &access_request::Model, territory: &territory::Model) -> Marks {
        let team = self.teams.get(&row.territory_id);
        let itself = i64::from(row.state == AccessRequestState::Open);
        let others = |open: Option<&i64>| std::cmp::max(open.copied().unwrap_or_default() - itself, 0);
        Marks {
            free_mail: free_mail::is_free(row.email.rsplit('@').next().unwrap_or_default()),
            domain: domain(&row.email, territory.website.as_deref()),
            in_team: team.is_some_and(|team| team.contains(&row.email_key)),
            team: team.map_or(0, HashSet::len),
            others: others(self.of_territory.get(&row.territory_id)),
            same_address: others(self.of_address.get(&row.email_key)),
        }
    }
}

/// How many requests are open, by the values of a column.
fn open_by(column: access_request::Column) -> Select<access_request::Entity> {
    use access_request::Column;
    let open = access_request::Entity::find().filter(Column::State.eq(AccessRequestState::Open));
    open.select_only().column(column).column_as(Column::Id.count(), "number").group_by(column)
}

fn domain(email: &str, website: Option<&str>) -> Domain {
    let site = website.and_then(|website| url::Url::parse(website).ok()).and_then(|url| registered(url.host_str()?));
    let mail = email.rsplit('@').next().and_then(registered);
    match (site, mail) {
        (None, _) => Domain::Unknown,
        (Some(site), Some(mail)) if site == mail => Domain::Same,
        _ => Domain::Other,
    }
}

/// The part of a host's name that somebody has registered, by the list of public suffixes: of `www.city.example.org` it is `example.org`,
/// of `city.gov.uk` the whole.
fn registered(host: &str) -> Option<String> {
    let url::Host::Domain(name) = url::Host::parse(host).ok()? else { return None };
    psl::domain_str(&name).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Domain, domain};

    #[test]
    fn the_registered_domain_decides() {
        for (email, website, expected) in [
            ("officer@barcelona.cat", Some("https://ajuntament.barcelona.cat/dretshumans"), Domain::Same),
            ("officer@dh.lyon.fr", Some("https://www.lyon.fr"), Domain::Same),
            ("Officer@LYON.FR", Some("http://Lyon.fr"), Domain::Same),
            ("officer@xn--mnchen-3ya.de", Some("https://www.münchen.de"), Domain::Same),
            ("officer@mairie-lyon.fr", Some("https://www.lyon.fr"), Domain::Other),
            // Hosts below a public suffix have nothing in common.
            ("officer@other.gov.uk", Some("https://town.gov.uk"), Domain::Other),
            ("somebody@mine.github.io", Some("https://town.github.io"), Domain::Other),
            ("somebody@github.io", Some("https://town.github.io"), Domain::Other),
            ("officer@lyon.fr", None, Domain::Unknown),
            ("officer@lyon.fr", Some("https://192.0.2.1"), Domain::Unknown),
        ] {
            assert_eq!(domain(email, website), expected, "{email} {website:?}");
        }
    }
}
