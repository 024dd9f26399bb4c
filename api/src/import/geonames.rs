//! The dump format of GeoNames: nineteen columns between tabs, no quoting, no header.

use std::io::{self, BufRead, BufReader, Read};

use entity::place;
use flate2::read::MultiGzDecoder;
use kernel::db::search::Indexed;

use super::format::without_mark;

/// A longer line is no place.
const LONGEST_LINE: u64 = 1024 * 1024;
const COLUMNS: usize = 19;

/// A place with the words under which it is found.
pub struct Found {
    pub place: place::Model,
    pub indexed: Indexed,
}

/// Lines of a dump, plain or compressed.
pub struct Lines {
    reader: BufReader<Box<dyn Read + Send>>,
    line: Vec<u8>,
}

impl Lines {
    /// Compression is told by its first bytes, whatever the file is called. What is plainly no text is an error.
    pub fn open(file: impl Read + Send + 'static) -> io::Result<Self> {
        let mut file = BufReader::with_capacity(1 << 16, file);
        let compressed = file.fill_buf()?.starts_with(&[0x1f, 0x8b]);
        let reader: Box<dyn Read + Send> = if compressed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
        let mut reader = BufReader::with_capacity(1 << 16, reader);
        let beginning = reader.fill_buf()?;
        let mark = beginning.len() - without_mark(beginning)?.len();
        reader.consume(mark);
        Ok(Self { reader, line: Vec::new() })
    }

    /// The next line that is not empty, read as a place; `Some(None)` where it is malformed, `None` at the end.
    pub fn next_line(&mut self) -> io::Result<Option<Option<place::Model>>> {
        loop {
            self.line.clear();
            let read = self.reader.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut self.line)?;
            if read == 0 {
                return Ok(None);
            }
            if read as u64 == LONGEST_LINE && self.line.last() != Some(&b'\n') {
                self.skip_line()?;
                return Ok(Some(None));
            }
            let line = self.line.trim_ascii_end();
            if !line.is_empty() {
                return Ok(Some(std::str::from_utf8(&self.line).ok().and_then(parse)));
            }
        }
    }

    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            self.line.clear();
            let read = self.reader.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut self.line)?;
            if read == 0 || self.line.last() == Some(&b'\n') {
                return Ok(());
            }
        }
    }
}

fn parse(line: &str) -> Option<place::Model> {
    let columns: Vec<&str> = line.trim_end_matches(['\r', '\n']).split('\t').collect();
    if columns.len() < COLUMNS - 1 || line.contains('\0') {
        return None;
    }
    let geonames_id: i64 = columns[0].parse().ok().filter(|id| (1..MOST_IDS).contains(id))?;
    let name = columns[1].trim();
    let country = columns[8];
    let degrees = |text: &str, most: f64| text.parse::<f64>().ok().filter(|degrees| degrees.abs() <= most);
    if name.is_empty() || country.len() != 2 || !country.bytes().all(|c| c.is_ascii_uppercase()) {
        return None;
    }
    // GeoNames says 0 where it does not know.
    let population = match columns[14] {
        "" => None,
        number => Some(number.parse::<i64>().ok().filter(|n| *n >= 0)?).filter(|n| *n > 0),
    };
    let ascii_name = if columns[2].trim().is_empty() { name } else { columns[2].trim() };
    let mut alternates: Vec<&str> = Vec::new();
    for alternate in columns[3].split(',').map(str::trim) {
        if !alternate.is_empty() && alternate != name && alternate != ascii_name {
            alternates.push(alternate);
        }
    }
    Some(place::Model {
        geonames_id,
        rank: rank(population, geonames_id),
        name: name.to_owned(),
        ascii_name: ascii_name.to_owned(),
        alternate_names: alternates.join("\n"),
        country: country.to_owned(),
        latitude: degrees(columns[4], 90.0)?,
        longitude: degrees(columns[5], 180.0)?,
        population,
        admin1: Some(columns[10].to_owned()).filter(|code| !code.is_empty()),
    })
}

const ID_BITS: u32 = 34;
const MOST_IDS: i64 = 1 << ID_BITS;
const MOST_PEOPLE: i64 = (1 << 28) - 1;

/// Order of places in results, and their key in the index: the larger population first, then the older id. The
/// index gives its rows by key, so the first ten are found without looking at the others.
fn rank(population: Option<i64>, geonames_id: i64) -> i64 {
    let people = population.unwrap_or(0).min(MOST_PEOPLE);
    ((MOST_PEOPLE - people) << ID_BITS) | geonames_id
}

/// The words of a place.
pub fn index(place: place::Model) -> Found {
    let mut indexed = Indexed::default();
    indexed.name(&place.name);
    if place.ascii_name != place.name {
        indexed.name(&place.ascii_name);
    }
    for alternate in place.alternate_names.lines() {
        indexed.name(alternate);
    }
    indexed.country(&place.country);
    Found { place, indexed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn larger_places_come_first_and_no_two_share_a_rank() {
        assert!(rank(Some(1000), 9) < rank(Some(999), 1));
        assert!(rank(Some(1000), 1) < rank(Some(1000), 2));
        assert!(rank(None, 1) > rank(Some(1), MOST_IDS - 1));
        assert!(rank(Some(i64::MAX), 1) > 0 && rank(None, MOST_IDS - 1) > 0);
    }

    #[test]
    fn a_line_is_a_place_or_malformed() {
        let line = "1\tSalé\tSale\tSala,Salé,,سلا\t34.05\t-6.79\tP\tPPL\tMA\t\t04\t\t\t\t972299\t\t5\tAfrica/Casablanca\t2024-01-01\n";
        let place = parse(line).expect("a place");
        assert_eq!((place.name.as_str(), place.ascii_name.as_str(), place.alternate_names.as_str()), ("Salé", "Sale", "Sala\nسلا"));
        assert_eq!((place.population, place.admin1.as_deref()), (Some(972_299), Some("04")));
        assert_eq!(parse(&line.replace("972299", "0")).expect("a place").population, None);
        for wrong in ["", "x", "1\tSalé", &line.replace("34.05", "134"), &line.replace("MA", "Maroc"), &line.replace("1\t", "one\t")] {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
    }
}
