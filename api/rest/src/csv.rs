//! CSV as RFC 4180, safe to open in a spreadsheet.

use std::fmt::Display;

use actix_web::HttpRequest;
use bytes::Bytes;
use kernel::problem::{FieldCode, Problem, Result};
use serde::Deserialize;

use super::input::read_query;

/// How the file is written.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CsvParams {
    /// `0` leaves out the byte order mark.
    #[param(example = "0")]
    bom: Option<String>,
    /// `none` leaves texts that look like formulas as they are, for machines.
    #[param(example = "none")]
    escape: Option<String>,
}

/// Reads the options, which are simply absent from other forms.
pub fn options(request: &HttpRequest) -> Result<CsvParams> {
    let options: CsvParams = read_query(request.query_string())?;
    if !matches!(options.bom.as_deref(), None | Some("0" | "1")) {
        return Err(Problem::query("bom", FieldCode::UnknownValue));
    }
    if !matches!(options.escape.as_deref(), None | Some("none" | "formula")) {
        return Err(Problem::query("escape", FieldCode::UnknownValue));
    }
    Ok(options)
}

/// A table being written.
pub struct Table {
    writer: csv::Writer<Vec<u8>>,
    bom: bool,
    guard: bool,
    row: Vec<String>,
}

impl Table {
    pub fn new(options: CsvParams) -> Self {
        let writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        Self { writer, bom: options.bom.as_deref() != Some("0"), guard: options.escape.as_deref() != Some("none"), row: Vec::new() }
    }

    pub fn header(&mut self, names: &[&str]) -> Result<Bytes> {
        self.writer.write_record(names).map_err(Problem::internal)?;
        let mut bytes = if self.bom { b"\xef\xbb\xbf".to_vec() } else { Vec::new() };
        bytes.extend_from_slice(&self.take());
        Ok(bytes.into())
    }

    /// A cell of text. What a spreadsheet would run gets an apostrophe.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.row.push(if self.guard { guarded(text) } else { text.to_owned() });
        self
    }

    /// A cell that is a number or a truth value, and stays one.
    pub fn number(&mut self, value: Option<impl Display>) -> &mut Self {
        self.row.push(value.map(|value| value.to_string()).unwrap_or_default());
        self
    }

    pub fn end_row(&mut self) -> Result<()> {
        self.writer.write_record(&self.row).map_err(Problem::internal)?;
        self.row.clear();
        Ok(())
    }

    /// Everything written since the last call.
    pub fn take(&mut self) -> Bytes {
        let empty = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        std::mem::replace(&mut self.writer, empty).into_inner().unwrap_or_default().into()
    }
}

/// What begins a formula, in the writing of one script or another.
const BEGINNINGS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// What a spreadsheet may take for the end of a cell. Where it splits by semicolons, as it does in half of Europe, the quotes around a cell of
/// ours do not stand at the beginning of a cell of its own, and hold nothing together.
const SEPARATORS: [char; 4] = [';', '\t', '\r', '\n'];

/// The text with an apostrophe before whatever would be run, at its beginning or after a separator, whatever quotes and spaces stand between.
fn guarded(text: &str) -> String {
    let mut guarded = String::with_capacity(text.len() + 1);
    if text.starts_with(['\t', '\r', '\n']) {
        guarded.push('\'');
    }
    let mut begins = true;
    let mut before = 0;
    for c in text.chars() {
        if begins && BEGINNINGS.contains(&c) {
            guarded.insert(before, '\'');
        }
        begins = SEPARATORS.contains(&c) || (begins && matches!(c, ' ' | '"'));
        guarded.push(c);
        if SEPARATORS.contains(&c) {
            before = guarded.len();
        }
    }
    guarded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_numbers_stay_numbers() {
        let mut table = Table::new(CsvParams::default());
        let header = table.header(&["a", "b", "c"]).expect("header");
        assert!(header.starts_with(b"\xef\xbb\xbf"));
        table.text("=1+1").number(Some(-5)).text("a \"b\", c");
        table.end_row().expect("row");
        assert_eq!(&table.take()[..], b"'=1+1,-5,\"a \"\"b\"\", c\"\r\n");
    }

    #[test]
    fn formulas_are_found_behind_separators_too() {
        for (text, safe) in [
            ("Ames;=cmd|'/c calc'!A1", "Ames;'=cmd|'/c calc'!A1"),
            ("a\t=1", "a\t'=1"),
            ("a\n@x;+1", "a\n'@x;'+1"),
            ("Ames;\"=1\"", "Ames;'\"=1\""),
            ("Ames; =1", "Ames;' =1"),
            ("\t=1", "'\t'=1"),
            (" \"=1", "' \"=1"),
            ("＝1", "'＝1"),
            ("Saint-Denis; Sète", "Saint-Denis; Sète"),
            ("a=b, -c", "a=b, -c"),
            ("Évian-les-Bains", "Évian-les-Bains"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), safe);
        }
    }
}
