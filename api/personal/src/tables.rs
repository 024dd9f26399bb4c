//! Every table, and what each of its columns holds. A test compares this with the schema: a column that is missing here fails it.
//!
//! A new table needs one entry; export, erasure and docs/personal-data.md follow from it.

use entity::{
    access_request, adhesion, api_token, area, comment, country, document, email_token, event, history, history_head, history_personal,
    history_text, idempotency_key, invitation, job, leader, organisation, place, pledge, publication, pulse, refresh_token, report,
    session, team_member, territory, territory_name, topic, upload, user,
};
use kernel::words;
use register::{adhesions::answers::Answers, pledges::before::Before, territories::model::Published};

use super::{
    registry::{
        Erasing::{Answer, AnyRow, Cells, Row, RowByName, Stays, Words},
        Holds::{Actor, Address, Author, Entry, Ids, Label, Name, OwnName, Owner, Personal, Plain, Secret, Typed},
        Proof, Table,
    },
    retention::retention,
};

const TEAM: &str = "The government’s team and the secretariat; partners whose token has the scope.";
const EVERYBODY: &str = "Everybody.";
const PROGRAM: &str = "Nobody: the program alone.";

/// All of them, those of people first.
pub fn tables() -> Vec<Table> {
    [people(), joining(), register(), records(), work()].into_iter().flatten().collect()
}

fn people() -> Vec<Table> {
    let time = retention();
    vec![
        Table::of(user::Entity, "Accounts")
            .why("To sign in, to be written to, and to be named to one’s own team and the secretariat.")
            .seen_by("The person, their team, the secretariat; the author of a comment to whoever reads the adhesion.")
            .kept(format!("Until erased; {} days where the address is never verified.", time.unverified_account_days))
            .holds(Address, "email email_key")
            .holds(OwnName, "name")
            .holds(Secret, "password_hash")
            .holds(Owner, "id")
            .holds(Plain, "language role notices")
            .proved_by(Proof::Since("email_verified_at"))
            .erased(Row, "The row is deleted."),
        Table::of(session::Entity, "Sessions")
            .why("To stay signed in.")
            .seen_by(PROGRAM)
            .kept(format!("{} days after the last use.", time.session_days))
            .holds(Owner, "user_id")
            .holds(Plain, "id")
            .erased(Row, "The row is deleted, and the person is signed out."),
        Table::of(refresh_token::Entity, "Steps of sessions")
            .why("To notice a stolen session.")
            .seen_by(PROGRAM)
            .kept("With the session.")
            .holds(Secret, "hash")
            .holds(Plain, "id session_id replaced_by")
            .erased(Stays, "Deleted with the session."),
        Table::of(email_token::Entity, "Mailed one-time links")
            .why("To know who reads mail at an address.")
            .seen_by(PROGRAM)
            .kept(format!("{} days after they expire.", time.expired_link_days))
            .holds(Owner, "subject_id")
            .holds(Secret, "hash mailed_to mailbox")
            .holds(Plain, "id purpose")
            .erased(Row, "The row is deleted; the link is dead."),
        Table::of(team_member::Entity, "Who works on a territory")
            .why("To know who may act for a government.")
            .seen_by("The team and the secretariat.")
            .kept("Until the person leaves the team.")
            .holds(Owner, "user_id")
            .holds(Plain, "territory_id role")
            .near(&["territory_id"])
            .erased(Row, "The row is deleted. A team that nobody leads any more is reported to whoever erases."),
        Table::of(invitation::Entity, "Invitations")
            .why("To let in who was invited, and nobody else.")
            .seen_by("Who may invite to the same team; administrators.")
            .kept(format!(
                "Accepted: until erased. Otherwise {} days after it expired or was revoked; it expires after {} days.",
                time.expired_link_days, time.invitation_days
            ))
            .holds(Address, "email email_key")
            .holds(Secret, "hash")
            .holds(Actor, "invited_by")
            .holds(Plain, "id language territory_id role")
            .near(&["territory_id"])
            .erased(Row, "The row is deleted. Open ones from the person are revoked."),
        Table::of(api_token::Entity, "Partners’ keys")
            .why("To let partners’ programs in, for a stated purpose.")
            .seen_by("Administrators.")
            .kept(format!("Until erased; a key is good for at most {} months.", time.api_token_months))
            .holds(Typed, "name public_name purpose")
            .holds(Actor, "created_by")
            .holds(Secret, "hash last_four")
            .holds(Plain, "id scopes territories")
            .erased(Cells, "Keys that the person issued are revoked; what names the person in name and purpose goes."),
    ]
}

fn joining() -> Vec<Table> {
    let time = retention();
    vec![
        Table::of(pledge::Entity, "Pledges")
            .why("To publish who promised what in whose name, and to ask back.")
            .seen_by("Statement, name and office of the signatory: everybody, once confirmed. The address: the secretariat, and partners with `pledges:read`.")
            .kept(format!("Unconfirmed: {} days. Otherwise for good, without the person once erased or removed.", time.unconfirmed_pledge_days))
            .holds(Address, "email email_key")
            .holds(OwnName, "contact_name")
            .holds(Name, "signatory_name")
            .holds(Typed, "signatory_office statement removed_reason before")
            .form("before", words::changed::<Before>)
            .holds(Secret, "sender_hash")
            .holds(Label, "name kind_local")
            .holds(Owner, "id")
            .holds(Plain, "territory_id state country level language statement_lang removed_reason_lang")
            .near(&["territory_id"])
            // Whoever pledges for a government that has a past works for it once it lets them in.
            .near_where("opened_team")
            .shown("territory_id", "pledge")
            .beside("signatory_office", "signatory_name")
            .proved_by(Proof::Since("confirmed_at"))
            .fleeting("state", "unconfirmed")
            .erased(Cells, "Address and name of who filled it in go; so do name and office of who signed, where that is the same person. That a pledge was made, and its statement, stay: they are the government’s. One that was not confirmed is deleted."),
        Table::of(adhesion::Entity, "Adhesions")
            .why("To check and decide a government’s request to become a member.")
            .seen_by("The team and the secretariat; partners with `adhesions:read`, the contacts only with `pledges:read` too.")
            .kept("For good, without the person once erased. Emptied where the pledge behind it is removed.")
            .holds(Typed, "fields decision_reason authority_how")
            .form("fields", words::changed::<Answers>)
            .holds(Name, "authority_confirmed_by")
            .holds(Author, "created_by")
            .holds(Actor, "authority_recorded_by decided_by")
            .holds(Plain, "id territory_id pledge_id state authority_on")
            .near(&["territory_id"])
            .erased(Cells, "Contacts with the address go, and so do signatory and leader of that name; other texts lose what names the person."),
        Table::of(publication::Entity, "What a government agrees to publish of its adhesion")
            .why("So that nothing is published that was not agreed to.")
            .seen_by(TEAM)
            .kept("With the adhesion.")
            .holds(Plain, "territory_id part")
            .near(&["territory_id"])
            .erased(Stays, "It names nobody."),
        Table::of(access_request::Entity, "Requests for access to a government’s page")
            .why("To invite who works for a government that is here already, and nobody else.")
            .seen_by("The secretariat.")
            .kept(format!("{} days after the answer, {} days without one.", time.answered_request_days, time.open_request_days))
            .holds(Address, "email email_key")
            .holds(OwnName, "name")
            .holds(Personal, "office message")
            .holds(Typed, "refusal_text")
            .holds(Owner, "id")
            .holds(Actor, "decided_by")
            .holds(Plain, "territory_id state language refusal invitation_id")
            .near(&["territory_id"])
            .proved_by(Proof::None)
            .erased(Row, "The row is deleted."),
        Table::of(report::Entity, "Reports that something is wrong with a record")
            .why("To mend what is wrong, and to answer.")
            .seen_by("The secretariat.")
            .kept(format!("What it says: {} days after the answer, {} days without one.", time.answered_report_days, time.open_report_days))
            .holds(Address, "email")
            .holds(Personal, "text answer")
            .holds(Owner, "id")
            .holds(Actor, "answered_by")
            .holds(Plain, "territory_id reason language state outcome")
            .near(&["territory_id"])
            .proved_by(Proof::None)
            .erased(Row, "The row is deleted."),
        Table::of(comment::Entity, "Remarks on an adhesion")
            .why("So that secretariat and team can ask and answer.")
            .seen_by(TEAM)
            .kept("With the adhesion.")
            .holds(Personal, "body")
            .holds(Owner, "author_id")
            .holds(Actor, "resolved_by")
            .holds(Plain, "id adhesion_id field reply_to")
            .near(&["adhesion_id"])
            .erased(Cells, "What the person wrote is emptied; that something was said stays. Others’ remarks lose what names the person."),
        Table::of(document::Entity, "Documents, beside their files")
            .why("To check the political act behind an adhesion, and to publish it by consent.")
            .seen_by("The team, the secretariat and partners with `adhesions:read`; everybody, where published.")
            .kept("With the adhesion.")
            .holds(Typed, "filename")
            .holds(Owner, "uploaded_by")
            .holds(Plain, "id territory_id media_type sha256 visibility")
            .near(&["territory_id"])
            .erased(Cells, "The file is the government’s and stays, and nobody has looked into it: what the person handed in is listed for that. The file name loses what names the person."),
        Table::of(upload::Entity, "Room taken for documents that are on their way")
            .why("So that no file is kept that nobody counts.")
            .seen_by(PROGRAM)
            .kept("Ten minutes at most.")
            .holds(Owner, "uploaded_by")
            .holds(Plain, "id territory_id")
            .near(&["territory_id"])
            .erased(Row, "The row is deleted, and the file that is on its way with it."),
    ]
}

fn register() -> Vec<Table> {
    vec![
        Table::of(territory::Entity, "Governments")
            .why("The register itself.")
            .seen_by(EVERYBODY)
            .kept("For good; who may change it may change every text of it.")
            .holds(Label, "name slug kind_local")
            .holds(Typed, "population_source website stage_reason published")
            .form("published", words::changed::<Published>)
            .holds(
                Plain,
                "id name_lang name_key kind_local_lang wikidata_id iso_3166_2 stage_reason_lang country region subregion intermediate section level size stage stage_since joined_on sources seed_digest",
            )
            .near(&["id"])
            .shown("id", "texts")
            .erased(Cells, "A published signatory of that name goes; texts lose what names the person."),
        Table::of(territory_name::Entity, "Names of governments")
            .why("The register itself.")
            .seen_by(EVERYBODY)
            .kept("Until changed.")
            .holds(Label, "name")
            .holds(Plain, "territory_id lang")
            .near(&["territory_id"])
            .shown("territory_id", "names")
            .erased(Cells, "An address in a name goes."),
        Table::of(leader::Entity, "Public office-holders")
            .why("To say who governs, from a named source.")
            .seen_by(EVERYBODY)
            .kept("Until the government or the secretariat changes it.")
            .holds(Name, "name")
            .holds(Typed, "office term_text source_url")
            .holds(Plain, "id territory_id office_lang term_from term_to as_of")
            .near(&["territory_id"])
            .shown("territory_id", "leaders")
            .erased(RowByName, "The row with that name, at a government that the person worked or signed for, is deleted."),
        Table::of(organisation::Entity, "Networks and coalitions, as they ship with the program")
            .holds(Plain, "id slug name name_key names kind country source_url sources seed_digest"),
        Table::of(country::Entity, "Countries, as they ship with the program").holds(
            Plain,
            "code iso3 m49 name_en name_fr name_es name_ar section section_basis section_source_url region subregion intermediate",
        ),
        Table::of(area::Entity, "Areas, as they ship with the program").holds(Plain, "code parent level name_en name_fr name_es name_ar"),
        Table::of(place::Entity, "Places of GeoNames").holds(Plain, "name ascii_name alternate_names country admin1"),
        Table::named("place_search", "The index of places").holds(Plain, "words"),
        Table::named("territory_search", "The index of governments’ names")
            .why("To find a government by its names.")
            .seen_by(PROGRAM)
            .kept("As long as the names.")
            .holds(Label, "words")
            .erased(Stays, "Made anew whenever names change."),
        Table::named("search_word", "Words of names, for typos")
            .why("To find a government by a name with a typo.")
            .seen_by(PROGRAM)
            .kept("As long as some name has the word; looked through daily, and at once when words or a person are erased.")
            .holds(Label, "word reversed")
            .holds(Plain, "noun")
            .erased(Stays, "Goes with the last name that has the word."),
    ]
}

fn records() -> Vec<Table> {
    vec![
        Table::of(history::Entity, "The history: what changed, when, by whose account")
            .why("So that what a government promised, and what was decided on it, can be proved.")
            .seen_by("Entries for the public: everybody, without the account. The rest: nobody through the program.")
            .kept("For good: each entry is chained to the one before it.")
            .holds(Typed, "facts")
            .holds(Actor, "actor_id")
            .holds(Owner, "subject_id")
            .holds(Secret, "salt")
            .holds(Plain, "actor_kind action subject_kind audience effective_on texts personal_digest previous_hash hash")
            .near(&["subject_id"])
            .erased(Words, "It holds numbers, dates, ids and the program’s own words. Only entries of before texts were kept apart hold more: what they say is withheld from everybody."),
        Table::of(history_text::Entity, "Words that somebody typed, as the history repeats them")
            .why("To show what changed.")
            .seen_by("Who may read the entry.")
            .kept("Until taken out by an administrator or with a person; the entry then says that something was taken out, why and when.")
            .holds(Typed, "text")
            .holds(Entry, "seq")
            .holds(Secret, "salt")
            .holds(Plain, "pointer")
            .erased(Words, "The row is deleted; its digest in the chain stays."),
        Table::of(history_personal::Entity, "What entries say of persons")
            .why("To prove later who was named and who signed.")
            .seen_by(PROGRAM)
            .kept("Until the record expires, its pledge is removed, or the person is erased.")
            .holds(Typed, "facts")
            .holds(Entry, "seq")
            .holds(Secret, "salt")
            .erased(AnyRow, "The row is deleted; its digest in the chain stays."),
        Table::of(history_head::Entity, "The end of the chain").holds(Plain, "hash"),
    ]
}

fn work() -> Vec<Table> {
    let time = retention();
    vec![
        Table::of(job::Entity, "Work to be done, such as sending a mail")
            .why("So that nothing asked for is lost.")
            .seen_by("Administrators and partners with `jobs:read`, without the ids.")
            .kept(format!("{} days after it is done; what was given up stays until tried again.", time.done_job_days))
            .holds(Ids, "payload dedupe_key")
            .holds(Typed, "last_error")
            .holds(Plain, "id kind state leased_by")
            .erased(Cells, "It names nobody: addresses and texts are read when the work is done, and nothing is sent to whoever is gone."),
        Table::of(idempotency_key::Entity, "Answers kept for a repeated request")
            .why("So that a request sent twice has one effect.")
            .seen_by("Who sent the request.")
            .kept(format!("{} hours.", time.kept_answer_hours))
            .holds(Typed, "headers body")
            .holds(Secret, "key fingerprint")
            .holds(Plain, "attempt created_id right")
            .erased(Answer, "An answer that names the person is dropped; a repetition is told what was created."),
        Table::of(event::Entity, "Events at which many pledge from one place")
            .why("So that a room full of governments is not stopped.")
            .seen_by("The operator.")
            .kept(format!("{} days after it is closed.", time.closed_event_days))
            .holds(Typed, "name address")
            .holds(Plain, "id")
            .erased(Stays, "Deleted by itself; it is the operator’s own note."),
        Table::of(topic::Entity, "When a part of what everybody may read last changed").holds(Plain, "name"),
        Table::of(pulse::Entity, "When a server last found out that it can write").holds(Plain, ""),
        Table::named("seaql_migrations", "Which steps of the schema were made").holds(Plain, "version"),
    ]
}
