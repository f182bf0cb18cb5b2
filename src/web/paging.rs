//! A long list, a page at a time.

/// Rows on a page of a list.
pub(crate) const PAGE_ROWS: i64 = 50;

/// Which part of a list a page shows, and the links to the parts beside it.
pub(crate) struct Pager {
    /// What the links are called to those who do not see them: `Sider`.
    pub(crate) label: &'static str,
    /// `51 til 100 av 327`; empty when everything stands on one page.
    pub(crate) words: String,
    /// Words and address.
    pub(crate) back: Option<(&'static str, String)>,
    /// Words and address.
    pub(crate) onward: Option<(&'static str, String)>,
}

impl Pager {
    /// The pager of a list whose newest row is first. `index` counts pages from 0.
    pub(crate) fn newest_first(path: &str, kept: &[(&str, &str)], index: i64, count: i64) -> Self {
        Self::named(["Nyere", "Eldre"], (path, kept), (index, PAGE_ROWS, count))
    }

    /// The pager of a list in any other order, `rows` on a page.
    pub(crate) fn in_order(
        path: &str,
        kept: &[(&str, &str)],
        index: i64,
        (rows, count): (i64, i64),
    ) -> Self {
        Self::named(["Forrige side", "Neste side"], (path, kept), (index, rows, count))
    }

    /// As [`Self::in_order`], for one of several lists on a page: `own` names its part in the address.
    pub(crate) fn of_list(
        own: &str,
        (path, kept): (&str, &[(&str, &str)]),
        index: i64,
        count: i64,
    ) -> Self {
        Self::by(["Forrige side", "Neste side"], (index, PAGE_ROWS, count), |index| {
            address_by(own, path, kept, index)
        })
    }

    /// The same pager by a name of its own, where a page has several.
    pub(crate) const fn called(mut self, label: &'static str) -> Self {
        self.label = label;
        self
    }

    fn named(
        words: [&'static str; 2],
        (path, kept): (&str, &[(&str, &str)]),
        places: (i64, i64, i64),
    ) -> Self {
        Self::by(words, places, |index| address(path, kept, index))
    }

    fn by(
        [back, onward]: [&'static str; 2],
        (index, rows, count): (i64, i64, i64),
        link: impl Fn(i64) -> String,
    ) -> Self {
        let shown = (index * rows + 1, ((index + 1) * rows).min(count));
        Self::of_part([back, onward], (index, shown, count), link)
    }

    /// The pager of a list whose pages hold more or less: `first` and `last` of those shown, from 1.
    pub(crate) fn in_groups(
        path: &str,
        kept: &[(&str, &str)],
        index: i64,
        (first, last, count): (i64, i64, i64),
    ) -> Self {
        let labels = ["Forrige side", "Neste side"];
        let link = |index| address(path, kept, index);
        Self::of_part(labels, (index, (first, last), count), link)
    }

    fn of_part(
        [back, onward]: [&'static str; 2],
        (index, shown, count): (i64, (i64, i64), i64),
        link: impl Fn(i64) -> String,
    ) -> Self {
        Self {
            label: "Sider",
            words: if index > 0 || shown.1 < count {
                format!("{} til {} av {count}", shown.0, shown.1)
            } else {
                String::new()
            },
            back: (index > 0).then(|| (back, link(index - 1))),
            onward: (shown.1 < count).then(|| (onward, link(index + 1))),
        }
    }
}

/// The address of a page of a list; filters that are empty are left out, and so is the first page.
pub(crate) fn address(path: &str, kept: &[(&str, &str)], index: i64) -> String {
    address_by("side", path, kept, index)
}

fn address_by(name: &str, path: &str, kept: &[(&str, &str)], index: i64) -> String {
    let side = (index + 1).to_string();
    let mut fields: Vec<_> = kept.iter().filter(|(_, value)| !value.is_empty()).collect();
    let own = (name, side.as_str());
    if index > 0 {
        fields.push(&own);
    }
    match serde_html_form::to_string(&fields) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

/// The page that `?side=` asks for, from 0, or the last one when there are not so many.
pub(crate) fn page_asked(side: &str, rows: i64, count: i64) -> i64 {
    let last = (count - 1).max(0).div_euclid(rows);
    (side.parse::<i64>().unwrap_or(1).clamp(1, 1_000_000) - 1).min(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_not_there_is_the_last_one() {
        for (side, count, index) in [
            ("", 120, 0),
            ("tull", 120, 0),
            ("-3", 120, 0),
            ("2", 120, 1),
            ("3", 120, 2),
            ("99", 120, 2),
            ("2", 50, 0),
            ("2", 51, 1),
            ("7", 0, 0),
        ] {
            assert_eq!(page_asked(side, 50, count), index, "?side={side} of {count}");
        }
    }

    #[test]
    fn the_links_keep_what_was_asked_for() {
        let kept = [("fra", "2026-01-01"), ("status", ""), ("sok", "å & ø")];
        let pager = Pager::newest_first("/x", &kept, 1, 120);
        assert_eq!(pager.words, "51 til 100 av 120");
        let back = "/x?fra=2026-01-01&sok=%C3%A5+%26+%C3%B8".to_owned();
        assert_eq!(pager.onward, Some(("Eldre", format!("{back}&side=3"))));
        assert_eq!(pager.back, Some(("Nyere", back)));
        let only = Pager::newest_first("/x", &[], 0, 50);
        assert!(only.words.is_empty() && only.back.is_none() && only.onward.is_none());
        let last = Pager::in_order("/x", &[], 2, (50, 120));
        assert_eq!((last.words.as_str(), last.onward), ("101 til 120 av 120", None));
    }
}
