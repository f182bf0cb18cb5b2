//! A reader of XML that holds hostile files: no piece of it is long, none is deep, and nothing in it
//! names another file.

use std::io::{self, BufRead, Read};

use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;

use super::fault::{Fault, Wrong};

/// Bytes of one tag, text or comment, at most.
const PIECE_MAX: usize = 64 * 1024;
/// Elements within each other, at most; the standard needs about fifteen.
const DEPTH_MAX: usize = 32;
/// Texts, letters by number and comments between two tags, at most.
const QUIET_MAX: usize = 1000;
/// Bytes of the text of one element, at most; the standard's longest is 500.
const TEXT_MAX: usize = 4 * 1024;

/// Hands out so many bytes and no more, until it is told to begin anew; counts lines on the way.
struct Meter<R> {
    input: R,
    left: usize,
    line: u64,
}

const PAST: &str = "more than a piece";

impl<R: BufRead> Read for Meter<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buf)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Meter<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let left = self.left;
        let there = self.input.fill_buf()?;
        if left == 0 && !there.is_empty() {
            return Err(io::Error::other(PAST));
        }
        Ok(there.get(..left.min(there.len())).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        if let Ok(there) = self.input.fill_buf() {
            let taken = there.get(..amount).unwrap_or_default();
            let lines = taken.split(|byte| *byte == b'\n').count() - 1;
            self.line += u64::try_from(lines).unwrap_or_default();
        }
        self.left = self.left.saturating_sub(amount);
        self.input.consume(amount);
    }
}

/// What comes next in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// An element begins: [`Guarded::path`] ends with it. Its attributes' names and values.
    Begins(Vec<(String, String)>),
    /// The element that the path ends with is over: its own text, without the space around it.
    Ends(String),
    /// The file is over.
    Over,
}

/// An XML file that is being read, a piece at a time.
pub(super) struct Guarded<R: BufRead> {
    reader: NsReader<Meter<R>>,
    buffer: Vec<u8>,
    /// `/Document/BkToCstmrDbtCdtNtfctn/Ntfctn`
    path: String,
    /// Where each element's name begins in the path, and its text.
    open: Vec<(usize, String)>,
    /// Of the root; an element of another is no element of ours.
    namespace: String,
    /// An element without content has begun and ends next.
    ends_at_once: bool,
}

impl<R: BufRead> Guarded<R> {
    pub(super) fn new(input: R) -> Self {
        let meter = Meter { input, left: PIECE_MAX, line: 1 };
        Self {
            reader: NsReader::from_reader(meter),
            buffer: Vec::new(),
            path: String::new(),
            open: Vec::new(),
            namespace: String::new(),
            ends_at_once: false,
        }
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Of the root element; empty before it.
    pub(super) fn namespace(&self) -> &str {
        &self.namespace
    }

    pub(super) fn line(&mut self) -> u64 {
        self.reader.get_mut().line
    }

    pub(super) fn fault(&mut self, wrong: Wrong) -> Fault {
        Fault::at(self.line(), wrong)
    }

    /// Leaves the element whose end was told.
    pub(super) fn leave(&mut self) {
        if let Some((at, _)) = self.open.pop() {
            self.path.truncate(at);
        }
    }

    /// The next piece. After [`Piece::Ends`] the path still ends with the element, until
    /// [`Guarded::leave`].
    ///
    /// # Errors
    /// What is wrong with the XML, or hostile in it.
    pub(super) fn next(&mut self) -> Result<Piece, Fault> {
        if self.ends_at_once {
            self.ends_at_once = false;
            return Ok(self.ended());
        }
        for _quiet in 0..QUIET_MAX {
            self.buffer.clear();
            self.reader.get_mut().left = PIECE_MAX;
            let mut buffer = std::mem::take(&mut self.buffer);
            let told = told(&mut self.reader, &mut buffer);
            self.buffer = buffer;
            let told = match told {
                Ok(told) => told,
                Err(wrong) => return Err(self.fault(wrong)),
            };
            match told {
                Told::Begins { name, namespace, attributes, is_empty } => {
                    self.enter(&name, &namespace)?;
                    self.ends_at_once = is_empty;
                    return Ok(Piece::Begins(attributes));
                }
                Told::Ends => return Ok(self.ended()),
                Told::Text(text) => self.add(&text)?,
                Told::Nothing => {}
                Told::Over if self.open.is_empty() => return Ok(Piece::Over),
                Told::Over => return Err(self.fault(Wrong::Cut)),
            }
        }
        Err(self.fault(Wrong::TooLong))
    }

    fn enter(&mut self, name: &str, namespace: &str) -> Result<(), Fault> {
        if self.open.len() >= DEPTH_MAX {
            return Err(self.fault(Wrong::TooDeep));
        }
        let is_root = self.open.is_empty();
        if is_root && self.namespace.is_empty() {
            namespace.clone_into(&mut self.namespace);
        }
        self.open.push((self.path.len(), String::new()));
        self.path.push('/');
        // What is of another namespace has a name that is in no path of ours.
        self.path.push_str(if namespace == self.namespace { name } else { "?" });
        Ok(())
    }

    fn add(&mut self, text: &str) -> Result<(), Fault> {
        if let Some((_, own)) = self.open.last_mut() {
            own.push_str(if own.is_empty() { text.trim_start() } else { text });
            if own.len() > TEXT_MAX {
                return Err(self.fault(Wrong::TooLong));
            }
            return Ok(());
        }
        if text.trim().is_empty() {
            return Ok(());
        }
        let no_root = self.namespace.is_empty();
        let wrong =
            if no_root { Wrong::NotCamt(String::new()) } else { Wrong::Xml("tekst".into()) };
        Err(self.fault(wrong))
    }

    fn ended(&self) -> Piece {
        let own = self.open.last().map(|(_, text)| text.trim().to_owned());
        Piece::Ends(own.unwrap_or_default())
    }
}

/// An event in words of our own.
enum Told {
    Begins { name: String, namespace: String, attributes: Vec<(String, String)>, is_empty: bool },
    Ends,
    Text(String),
    Nothing,
    Over,
}

fn told<R: BufRead>(reader: &mut NsReader<Meter<R>>, buffer: &mut Vec<u8>) -> Result<Told, Wrong> {
    let (resolved, event) = reader.read_resolved_event_into(buffer).map_err(|e| wrong_of(&e))?;
    let is_empty = matches!(event, Event::Empty(_));
    match event {
        Event::Start(start) | Event::Empty(start) => {
            let namespace = match resolved {
                ResolveResult::Bound(namespace) => namespace.as_ref().to_owned(),
                ResolveResult::Unbound | ResolveResult::Unknown(_) => String::new(),
            };
            let mut attributes = Vec::new();
            for attribute in start.attributes() {
                let attribute = attribute.map_err(|e| Wrong::Xml(e.to_string()))?;
                let value = attribute.value.as_ref();
                if value.contains('&') {
                    return Err(Wrong::Doctype);
                }
                attributes.push((attribute.key.as_ref().to_owned(), value.to_owned()));
            }
            let name = start.local_name().as_ref().to_owned();
            Ok(Told::Begins { name, namespace, attributes, is_empty })
        }
        Event::End(_) => Ok(Told::Ends),
        Event::Text(text) => Ok(Told::Text(text.xml10_content().into_owned())),
        Event::CData(text) => Ok(Told::Text(text.xml10_content().into_owned())),
        Event::GeneralRef(entity) => letter_of(&entity).map(|c| Told::Text(c.to_string())),
        Event::DocType(_) => Err(Wrong::Doctype),
        Event::Decl(_) | Event::PI(_) | Event::Comment(_) => Ok(Told::Nothing),
        Event::Eof => Ok(Told::Over),
    }
}

/// The five entities of XML itself, and letters by their number; any other is refused.
fn letter_of(entity: &quick_xml::events::BytesRef<'_>) -> Result<char, Wrong> {
    if let Some(letter) = entity.resolve_char_ref().map_err(|e| wrong_of(&e))? {
        return Ok(letter);
    }
    match entity.xml10_content().as_ref() {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(Wrong::Doctype),
    }
}

fn wrong_of(error: &quick_xml::Error) -> Wrong {
    match error {
        quick_xml::Error::Io(error) if error.to_string() == PAST => Wrong::TooLong,
        quick_xml::Error::Io(error) => Wrong::Unreadable(error.to_string()),
        quick_xml::Error::Encoding(_) => Wrong::Letters,
        quick_xml::Error::Syntax(_) => Wrong::Cut,
        other => Wrong::Xml(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads until the file is over or refused; answers how many pieces it had.
    fn read(xml: &[u8]) -> Result<usize, Wrong> {
        let mut reader = Guarded::new(xml);
        let mut pieces = 0;
        loop {
            match reader.next().map_err(|fault| fault.wrong)? {
                Piece::Over => return Ok(pieces),
                Piece::Ends(_) => reader.leave(),
                Piece::Begins(_) => {}
            }
            pieces += 1;
        }
    }

    #[test]
    fn what_is_hostile_is_refused() {
        let deep = "<a>".repeat(100);
        let spaces = format!("<a>{}</a>", " ".repeat(1 << 20));
        let letters = format!("<a>{}</a>", "&#32;".repeat(2000));
        let comment = format!("<a><!--{}--></a>", "<>".repeat(1 << 19));
        let attribute = format!("<a b=\"{}\"/>", "x".repeat(1 << 20));
        for (xml, answer) in [
            ("<a><b/>&amp;&#229;</a>", Ok(4)),
            ("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", Err(Wrong::Doctype)),
            ("<a>&b;</a>", Err(Wrong::Doctype)),
            ("<a b=\"&c;\"/>", Err(Wrong::Doctype)),
            ("<a><b></a>", Err(Wrong::Xml(String::new()))),
            ("<a><b>", Err(Wrong::Cut)),
            ("<a><b", Err(Wrong::Cut)),
            (&deep, Err(Wrong::TooDeep)),
            (&spaces, Err(Wrong::TooLong)),
            (&letters, Err(Wrong::TooLong)),
            (&comment, Err(Wrong::TooLong)),
            (&attribute, Err(Wrong::TooLong)),
        ] {
            let said = read(xml.as_bytes()).map_err(|wrong| match wrong {
                Wrong::Xml(_) => Wrong::Xml(String::new()),
                other => other,
            });
            assert_eq!(said, answer, "{}", xml.get(..60).unwrap_or(xml));
        }
        assert_eq!(read(b"<a>\xff</a>"), Err(Wrong::Letters));
    }
}
