//! `GET /v1/campaign`

use actix_web::{HttpRequest, get, http::header, web};
use entity::{
    kinds::{Level, Size},
    organisation,
    partial_date::Precision,
};
use kernel::db::Topic;
use rest::{answer, failure::Answer, language::Lang};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde::Serialize;
use utoipa::ToSchema;

use super::count::{self, Tally};
use crate::state::State;

const GOAL: i64 = 1000;
const DEADLINE: &str = "2030";

/// Progress of the campaign.
#[derive(Serialize, ToSchema)]
pub struct Campaign {
    /// Governments to gather.
    #[schema(example = 1000)]
    goal: i64,
    #[schema(example = "2030")]
    deadline: String,
    counts: Counts,
    /// Networks and coalitions, never counted among the governments.
    #[schema(example = 4)]
    organisations: u64,
    milestones: Vec<Milestone>,
    by_region: Vec<InRegion>,
    by_section: Vec<InSection>,
    by_level: Vec<AtLevel>,
    by_size: Vec<OfSize>,
    by_country: Vec<InCountry>,
    by_year: Vec<InYear>,
}

/// Governments now.
#[derive(Serialize, ToSchema)]
pub struct Counts {
    /// At stage `member`.
    #[schema(example = 41)]
    members: i64,
    /// At stage `pledged`.
    #[schema(example = 3)]
    pledges: i64,
    /// Adhesions sent and not decided.
    #[schema(example = 2)]
    adhesions: u64,
}

/// 10, 100, 1,000.
#[derive(Serialize, ToSchema)]
pub struct Milestone {
    #[schema(example = 10)]
    n: i64,
    /// When the n-th government joined, at the latest, as exact as dates are known.
    #[schema(example = "2022")]
    reached_on: Option<String>,
    #[schema(inline)]
    precision: Option<Precision>,
}

#[derive(Serialize, ToSchema)]
pub struct InRegion {
    /// M49 code of the region; absent where the country has none.
    #[schema(example = "150")]
    code: Option<String>,
    #[schema(example = "Europe")]
    name: Option<String>,
    members: i64,
    pledges: i64,
}

#[derive(Serialize, ToSchema)]
pub struct InSection {
    /// UCLG section; absent where none is known.
    #[schema(example = "Europe")]
    section: Option<String>,
    members: i64,
    pledges: i64,
}

#[derive(Serialize, ToSchema)]
pub struct AtLevel {
    level: Level,
    members: i64,
    pledges: i64,
}

#[derive(Serialize, ToSchema)]
pub struct OfSize {
    size: Size,
    members: i64,
    pledges: i64,
}

#[derive(Serialize, ToSchema)]
pub struct InCountry {
    /// ISO 3166-1 alpha-2.
    #[schema(example = "ES")]
    code: String,
    #[schema(example = "Spain")]
    name: String,
    members: i64,
    pledges: i64,
}

#[derive(Serialize, ToSchema)]
pub struct InYear {
    /// Year of joining; absent for members whose year no source gives.
    #[schema(example = 2022)]
    year: Option<i32>,
    members: i64,
}

/// Read the campaign's progress
///
/// Counts of governments towards 10, 100 and 1,000, whole and by region, section, level, size, country and year. Counted from
/// the records; networks and coalitions are never in them.
#[utoipa::path(
    operation_id = "get_campaign",
    tag = "campaign",
    params(rest::parameters::LangParam),
    responses((status = 200, description = "The campaign's progress.", body = Campaign)),
)]
#[get("/campaign")]
pub async fn get_campaign(request: HttpRequest, state: web::Data<State>, Lang(language): Lang) -> Answer {
    let (mut response, unchanged) =
        answer::list(&request, answer::as_of(&state.db, &[Topic::Territories, Topic::Organisations, Topic::Reference]), language, "json");
    if unchanged {
        return Ok(response.finish());
    }
    let reference = state.reference.get(&state.db).await?;
    let groups = count::groups(&state.db).await?;
    let all = count::by(&groups, |_| ()).into_values().next().unwrap_or_default();
    let mut milestones = Vec::new();
    for n in [10, 100, 1000_u32] {
        let reached = count::nth_joined(&state.db, u64::from(n)).await?;
        let precision = reached.as_ref().map(|date| date.precision());
        milestones.push(Milestone { n: i64::from(n), reached_on: reached.map(|date| date.as_str().to_owned()), precision });
    }
    let of = |tally: Tally| (tally.members, tally.pledges);
    let campaign = Campaign {
        goal: GOAL,
        deadline: DEADLINE.to_owned(),
        counts: Counts { members: all.members, pledges: all.pledges, adhesions: count::open_adhesions(&state.db).await? },
        organisations: organisation::Entity::find().count(state.db.reader()).await?,
        milestones,
        by_region: count::by(&groups, |g| g.region.clone())
            .into_iter()
            .map(|(code, tally)| {
                let name = reference.area_ref(code.as_deref(), language).map(|area| area.name);
                let (members, pledges) = of(tally);
                InRegion { code, name, members, pledges }
            })
            .collect(),
        by_section: count::by(&groups, |g| g.section.clone())
            .into_iter()
            .map(|(section, tally)| InSection { section, members: tally.members, pledges: tally.pledges })
            .collect(),
        by_level: count::by(&groups, |g| g.level)
            .into_iter()
            .map(|(level, tally)| AtLevel { level, members: tally.members, pledges: tally.pledges })
            .collect(),
        by_size: count::by(&groups, |g| g.size)
            .into_iter()
            .map(|(size, tally)| OfSize { size, members: tally.members, pledges: tally.pledges })
            .collect(),
        by_country: count::by(&groups, |g| g.country.clone())
            .into_iter()
            .map(|(code, tally)| {
                let country = reference.country_ref(&code, language);
                InCountry { code, name: country.name, members: tally.members, pledges: tally.pledges }
            })
            .collect(),
        by_year: count::by(&groups, |g| g.joined_year)
            .into_iter()
            .filter(|(_, tally)| tally.members > 0)
            .map(|(year, tally)| InYear { year, members: tally.members })
            .collect(),
    };
    response.insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    Ok(response.json(campaign))
}
