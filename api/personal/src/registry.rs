//! What a table holds of persons: the words in which each column is described, found, exported and erased.

use kernel::words::Form;
use sea_orm::{ColumnTrait, ColumnType, EntityTrait, IdenStatic, Iterable, PrimaryKeyToColumn};

/// One table, with every text, JSON and id in it classified. Made by [`Table::of`], listed in [`super::tables`].
pub struct Table {
    pub name: String,
    /// Everything there is, in order; empty where the program reads no row of it.
    pub(super) columns: Vec<Stored>,
    /// The columns that name a row.
    pub(super) key: Vec<String>,
    pub what: &'static str,
    pub why: &'static str,
    pub seen_by: &'static str,
    pub kept: String,
    pub(super) classified: Vec<(&'static str, Holds)>,
    /// Columns with JSON in which words stand beside closed values, and how to tell these apart.
    forms: Vec<(&'static str, Form)>,
    /// Columns with the id of a record that may be about a person, such as a territory that they work for. Names are only looked for there.
    pub(super) near: &'static [&'static str],
    /// A column that says of a person's own row whether it brought them near. Without it all do.
    pub(super) near_where: Option<&'static str>,
    /// The column with the id of the territory whose page shows the rows, and what they are there.
    pub(super) shown: Option<(&'static str, &'static str)>,
    /// Whether a row shows by itself that whoever has its address wrote it or was meant.
    pub(super) proof: Proof,
    /// A column that says something of whoever another names: it goes with that name.
    pub(super) beside: Option<(&'static str, &'static str)>,
    /// A person's own rows in which a column has this value are deleted, whatever becomes of others.
    pub(super) fleeting: Option<(&'static str, &'static str)>,
    pub erasing: Erasing,
    pub erased: &'static str,
}

/// A column as the database has it.
pub(super) struct Stored {
    pub name: &'static str,
    pub kind: ColumnType,
    pub nullable: bool,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display)]
#[strum(serialize_all = "title_case")]
pub enum Holds {
    /// Ids of other things than persons, closed values, codes and tags of languages, digests, and what ships with the program.
    Plain,
    /// Stands for a secret; shown to nobody, not even to its owner.
    Secret,
    /// An e-mail address. The row is its owner's.
    Address,
    /// The name of the person whose address stands in the row.
    OwnName,
    /// The name of somebody, who may be another.
    Name,
    /// Says something of the person whose row it is.
    Personal,
    /// Words that somebody typed.
    Typed,
    /// What somebody typed as the name of a place or a kind of government.
    Label,
    /// The id of a person whose row it is.
    Owner,
    /// The id of a person who made the row in the name of others, whom it may name too.
    Author,
    /// The id of a person who did something. It leads to nobody once the account is gone.
    Actor,
    /// Ids, of persons too, in a text.
    Ids,
    /// The sequence of an entry of the history, which may be about a person.
    Entry,
}

/// What makes a row good for more than itself. What a stranger typed beside somebody's address, or beside an address of their own, must not
/// lead to what others' rows say of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It is there only because the address was mailed at, or somebody with the right to it wrote it.
    Given,
    /// This column is filled once mail to the address was answered.
    Since(&'static str),
    /// Anybody may have typed it.
    None,
}

/// What becomes of rows in which something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erasing {
    /// A person's own rows are deleted; in others, what names the person goes.
    Row,
    /// As `Row`, and a row with the person's name is theirs.
    RowByName,
    /// The address, names and what is personal go; the row stays. In others, what names the person goes.
    Cells,
    /// Every row that names the person is deleted.
    AnyRow,
    /// Texts of the history: taken out with an entry that says so.
    Words,
    /// Kept answers: dropped.
    Answer,
    /// Nothing: it names nobody once the rest is gone.
    Stays,
}

impl Table {
    /// The table of an entity.
    pub fn of<E: EntityTrait>(entity: E, what: &'static str) -> Self {
        let stored = |column: E::Column| {
            let def = column.def();
            Stored { name: IdenStatic::as_str(&column), kind: def.get_column_type().clone(), nullable: def.is_null() }
        };
        let key = E::PrimaryKey::iter().map(|key| IdenStatic::as_str(&key.into_column()).to_owned());
        Self { columns: E::Column::iter().map(stored).collect(), key: key.collect(), ..Self::named(entity.table_name(), what) }
    }

    /// A table that the program reads no row of, such as an index.
    pub fn named(name: &str, what: &'static str) -> Self {
        Self {
            name: name.to_owned(),
            columns: Vec::new(),
            key: Vec::new(),
            what,
            why: "",
            seen_by: "",
            kept: String::new(),
            classified: Vec::new(),
            forms: Vec::new(),
            near: &[],
            near_where: None,
            shown: None,
            proof: Proof::Given,
            beside: None,
            fleeting: None,
            erasing: Erasing::Stays,
            erased: "",
        }
    }

    pub fn why(mut self, why: &'static str) -> Self {
        self.why = why;
        self
    }

    pub fn seen_by(mut self, who: &'static str) -> Self {
        self.seen_by = who;
        self
    }

    pub fn kept(mut self, how_long: impl Into<String>) -> Self {
        self.kept = how_long.into();
        self
    }

    /// Classifies columns, named in one text.
    pub fn holds(mut self, holds: Holds, columns: &'static str) -> Self {
        self.classified.extend(columns.split_whitespace().map(|column| (column, holds)));
        self
    }

    /// Says what kind of JSON a column has.
    pub fn form(mut self, column: &'static str, form: Form) -> Self {
        self.forms.push((column, form));
        self
    }

    pub fn near(mut self, columns: &'static [&'static str]) -> Self {
        self.near = columns;
        self
    }

    pub fn near_where(mut self, column: &'static str) -> Self {
        self.near_where = Some(column);
        self
    }

    pub fn shown(mut self, territory: &'static str, field: &'static str) -> Self {
        self.shown = Some((territory, field));
        self
    }

    pub fn proved_by(mut self, proof: Proof) -> Self {
        self.proof = proof;
        self
    }

    pub fn beside(mut self, column: &'static str, name: &'static str) -> Self {
        self.beside = Some((column, name));
        self
    }

    pub fn fleeting(mut self, column: &'static str, value: &'static str) -> Self {
        self.fleeting = Some((column, value));
        self
    }

    pub fn erased(mut self, erasing: Erasing, how: &'static str) -> Self {
        (self.erasing, self.erased) = (erasing, how);
        self
    }

    /// What a column holds; nothing where it is not classified.
    pub fn holding(&self, column: &str) -> Option<Holds> {
        self.classified.iter().find(|(name, _)| *name == column).map(|(_, holds)| *holds)
    }

    /// What kind of JSON a column has; nothing where all of it is words.
    pub fn form_of(&self, column: &str) -> Option<Form> {
        self.forms.iter().find(|(name, _)| *name == column).map(|(_, form)| *form)
    }

    /// Whether its rows can lead from an address to a person: to an account, names, governments. The history and what is kept for a while
    /// repeat what these say, and are by far the most.
    pub fn leads(&self) -> bool {
        let leads = |holds| matches!(holds, Holds::Address | Holds::OwnName | Holds::Owner | Holds::Author);
        self.erasing != Erasing::Words && self.personal().any(|(_, holds)| leads(holds))
    }

    /// The columns that hold something of persons.
    pub fn personal(&self) -> impl Iterator<Item = (&'static str, Holds)> {
        self.classified.iter().copied().filter(|(_, holds)| *holds != Holds::Plain)
    }
}
