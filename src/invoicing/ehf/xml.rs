//! XML as it is written, without a namespace's or an escape's trap.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::base::Ore;

/// An XML document in the making. An element without text is left out: Peppol refuses empty ones.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
}

impl Xml {
    pub(super) fn new() -> Self {
        let mut xml = Self { writer: Writer::new_with_indent(Vec::new(), b' ', 2) };
        xml.put(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    /// An element with attributes and what `inner` writes in it.
    pub(super) fn root(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        inner: impl FnOnce(&mut Self),
    ) {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.put(Event::Start(start));
        inner(self);
        self.put(Event::End(BytesEnd::new(name)));
    }

    /// An element with what `inner` writes in it.
    pub(super) fn group(&mut self, name: &str, inner: impl FnOnce(&mut Self)) {
        self.root(name, &[], inner);
    }

    /// An element with a text.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.leaf(name, &[], text);
    }

    /// An element with an attribute and a text.
    pub(super) fn with(&mut self, name: &str, attribute: (&str, &str), text: &str) {
        self.leaf(name, &[attribute], text);
    }

    /// An element with kroner.
    pub(super) fn amount(&mut self, name: &str, amount: Ore) {
        self.leaf(name, &[("currencyID", "NOK")], &amount.point());
    }

    fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        let text = clean(text);
        if text.is_empty() {
            return;
        }
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.put(Event::Start(start));
        self.put(Event::Text(BytesText::new(&text)));
        self.put(Event::End(BytesEnd::new(name)));
    }

    fn put(&mut self, event: Event<'_>) {
        let written = self.writer.write_event(event);
        debug_assert!(written.is_ok(), "memory takes all that is written");
    }

    pub(super) fn finish(self) -> String {
        String::from_utf8_lossy(&self.writer.into_inner()).into_owned() + "\n"
    }
}

/// Without what XML 1.0 cannot hold, on one line, without spaces around it.
fn clean(text: &str) -> String {
    let held =
        |c: char| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c };
    text.chars().map(held).collect::<String>().trim().to_owned()
}
