//! The frame around every page, and the answers a page handler gives.

use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, RETRY_AFTER};
use askama::Template;

use super::{Ctx, TABLET, assets};
use crate::error::{AppError, PageResult, Refusals};
use crate::people::{Actor, Right};

/// The cookie that holds a basket.
pub(crate) const BASKET: &str = "kurv";

/// What `base.html` asks of every page.
pub(crate) struct Page {
    pub(crate) title: String,
    pub(crate) has_errors: bool,
    pub(crate) shop_name: String,
    pub(crate) is_intern: bool,
    pub(crate) person: Option<String>,
    pub(crate) nav: Vec<NavItem>,
    pub(crate) csrf: String,
    pub(crate) flash: Option<String>,
    pub(crate) basket_count: usize,
    pub(crate) stylesheets: Vec<String>,
    pub(crate) scripts: Vec<String>,
    pub(crate) errors: Vec<FieldError>,
    pub(crate) screen: Screen,
    /// For one who logs hours on an own device.
    pub(crate) phone: Option<Phone>,
}

/// Whose screen a page is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Screen {
    /// One's own, or a colleague's; it is signed out of by a button.
    Own,
    /// A shared tablet that nobody uses.
    Locked,
    /// A shared tablet in use; what is on it goes away in a minute.
    Tablet,
}

/// What a resident's own phone keeps when there is no coverage.
pub(crate) struct Phone {
    /// Tells whose entries they are.
    pub(crate) owner: String,
    pub(crate) manifest: String,
    pub(crate) icon: String,
}

/// A place one can go.
pub(crate) struct NavItem {
    pub(crate) href: String,
    pub(crate) label: String,
    pub(crate) is_current: bool,
}

/// A refusal at its field, for the summary and for the field itself.
pub(crate) struct FieldError {
    pub(crate) field: String,
    pub(crate) detail: String,
}

impl Page {
    /// The words at a field; None when it is fine.
    pub(crate) fn error(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|e| e.field == field).map(|e| e.detail.as_str())
    }

    /// The same page with what was refused, if anything was.
    #[must_use]
    pub(crate) fn refused_if(self, refusals: &Refusals) -> Self {
        if refusals.is_empty() { self } else { self.refused(refusals) }
    }

    /// Is it on a shared tablet?
    pub(crate) fn is_tablet(&self) -> bool {
        self.screen != Screen::Own
    }

    /// Does it go away in a minute?
    pub(crate) fn forgets(&self) -> bool {
        self.screen == Screen::Tablet
    }

    /// The same page on another screen, with the scripts of it.
    #[must_use]
    pub(crate) fn on_screen(mut self, screen: Screen) -> Self {
        self.screen = screen;
        self.phone = None;
        self.scripts = match screen {
            Screen::Tablet => vec![assets::url("tablet.js")],
            Screen::Own | Screen::Locked => Vec::new(),
        };
        self
    }

    /// The same page under the shop's name.
    #[must_use]
    pub(crate) fn in_shop(mut self, name: &str) -> Self {
        name.clone_into(&mut self.shop_name);
        self
    }

    /// The same page with what was refused.
    #[must_use]
    pub(crate) fn refused(mut self, refusals: &Refusals) -> Self {
        self.has_errors = true;
        self.errors = refusals
            .all()
            .iter()
            .map(|r| FieldError { field: r.field.clone(), detail: r.detail.clone() })
            .collect();
        self
    }
}

impl Ctx {
    /// The frame of a page for whoever asks.
    pub(crate) fn page(&self, title: impl Into<String>) -> Page {
        let path = self.request.path();
        let page = Page {
            title: title.into(),
            has_errors: false,
            shop_name: String::new(),
            is_intern: path.starts_with("/intern"),
            person: self.actor_if_any().map(|a| a.name.clone()),
            nav: self.actor_if_any().map(|a| nav(a, path)).unwrap_or_default(),
            csrf: self.form_token(),
            flash: self.cookie("beskjed").and_then(|text| words_of(&text)),
            basket_count: self.basket_count(),
            stylesheets: assets::stylesheets(),
            scripts: Vec::new(),
            errors: Vec::new(),
            screen: Screen::Own,
            phone: None,
        };
        match self.actor_if_any() {
            Some(actor) if actor.tablet.is_some() => page.on_screen(Screen::Tablet),
            Some(actor) if actor.may(Right::LogHours) && self.cookie(TABLET).is_none() => {
                self.on_phone(page, actor)
            }
            _ => page,
        }
    }

    fn on_phone(&self, mut page: Page, actor: &Actor) -> Page {
        page.scripts = vec![assets::url("phone.js")];
        page.phone = Some(Phone {
            owner: self.owner_word(actor),
            manifest: assets::url("app.webmanifest"),
            icon: assets::url("icon-192.png"),
        });
        page
    }

    /// Lines in this browser's basket, which `orders` writes, one line each.
    fn basket_count(&self) -> usize {
        self.signed_cookie(BASKET).map_or(0, |basket| basket.lines().count())
    }

    /// Renders a page with status 200.
    ///
    /// # Errors
    /// 500 when the template fails.
    pub(crate) fn show(&self, template: &impl Template) -> PageResult {
        self.show_with(StatusCode::OK, template)
    }

    /// Renders a refused form, as it was typed, with status 422.
    ///
    /// # Errors
    /// 500 when the template fails.
    pub(crate) fn show_refused(&self, template: &impl Template) -> PageResult {
        self.show_with(StatusCode::UNPROCESSABLE_ENTITY, template)
    }

    /// Renders a form as it was typed, with the status of what was wrong.
    ///
    /// # Errors
    /// 500 when the template fails.
    pub(crate) fn show_told(&self, told: &AppError, template: &impl Template) -> PageResult {
        let mut answer = self.show_with(told.status(), template)?;
        if let AppError::TooMany(seconds) = told {
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(*seconds));
        }
        Ok(answer)
    }

    fn show_with(&self, status: StatusCode, template: &impl Template) -> PageResult {
        let mut answer = show(status, template)?;
        if self.request.cookie(&self.cookie_name("beskjed")).is_some() {
            let mut gone = self.set_cookie("beskjed", "");
            gone.make_removal();
            answer.add_cookie(&gone).map_err(|e| AppError::internal(e.to_string()))?;
        }
        Ok(answer)
    }

    /// After a success: go to a page of ours and say what was done. On a shared tablet the way home
    /// is the page of one's own hours, as one sees no other.
    ///
    /// # Errors
    /// None in practice.
    #[expect(clippy::unnecessary_wraps, reason = "it is what a handler answers")]
    pub(crate) fn done(&self, path: &str, words: &str) -> PageResult {
        let is_tablet = self.actor_if_any().is_some_and(|actor| actor.tablet.is_some());
        let path = if is_tablet && path == "/intern" { "/intern/timer" } else { path };
        Ok(see_other(path, &[self.set_cookie("beskjed", &as_cookie(words))]))
    }

    /// [`Ctx::done`] with the time of day at which it was saved.
    ///
    /// # Errors
    /// None in practice.
    #[expect(clippy::unnecessary_wraps, reason = "it is what a handler answers")]
    pub(crate) fn saved(&self, path: &str) -> PageResult {
        Ok(see_other(path, &[self.saved_cookie()]))
    }

    /// What the next page says after something was saved now.
    pub(crate) fn saved_cookie(&self) -> Cookie<'static> {
        let minute = self.now.oslo_minute();
        let (hours, minutes) = (minute.div_euclid(60), minute.rem_euclid(60));
        self.set_cookie("beskjed", &as_cookie(&format!("Lagret kl. {hours:02}.{minutes:02}.")))
    }
}

/// Renders a template.
///
/// # Errors
/// 500 when the template fails.
pub(crate) fn show(status: StatusCode, template: &impl Template) -> PageResult {
    let html = template.render()?;
    Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html))
}

/// 303 to a path of ours, with cookies.
pub(crate) fn see_other(path: &str, cookies: &[Cookie<'static>]) -> HttpResponse {
    let mut answer = HttpResponse::SeeOther();
    answer.insert_header(("location", path.to_owned()));
    for cookie in cookies {
        answer.cookie(cookie.clone());
    }
    answer.finish()
}

fn as_cookie(words: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(words)
}

fn words_of(cookie: &str) -> Option<String> {
    use base64::Engine;
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(cookie).ok()?;
    String::from_utf8(bytes).ok().filter(|words| !words.is_empty())
}

/// Where each right leads, in the order people come for things.
const PLACES: &[(Right, &str, &str)] = &[
    (Right::LogHours, "/intern/timer", "Timene mine"),
    (Right::OwnProgress, "/intern/det-jeg-kan", "Det jeg kan"),
    (Right::OwnPlan, "/intern/plan", "Planen min"),
    (Right::TakeCourses, "/intern/kurs", "Kurs"),
    (Right::SeeMentees, "/intern/adepter", "De du følger"),
    (Right::HoldCourses, "/intern/kurs/styring", "Hold kurs"),
    (Right::LeadPlans, "/intern/planer", "Planer"),
    (Right::SeeProgress, "/intern/veier", "Veier og mål"),
    (Right::PlanDay, "/intern/tavle", "Tavla"),
    (Right::Desk, "/intern/bestillinger", "Bestillinger"),
    (Right::ApproveHours, "/intern/godkjenning", "Godkjenn timer"),
    (Right::SignGoals, "/intern/mal", "Mål"),
    (Right::SeeInvoices, "/intern/fakturaer", "Fakturaer"),
    (Right::SeeInvoices, "/intern/fordringer", "Fordringer"),
    (Right::Invoice, "/intern/purringer", "Purringer"),
    (Right::WriteOff, "/intern/tap", "Tap på krav"),
    (Right::SeeInvoices, "/intern/innbetalinger", "Innbetalinger"),
    (Right::Invoice, "/intern/kunder", "Kunder"),
    (Right::Purchase, "/intern/innkjop", "Innkjøp"),
    (Right::SeePapers, "/intern/papirer", "Papirer"),
    (Right::SeeOverview, "/intern/oversikt", "Oversikt"),
    (Right::SeeQualification, "/intern/kvalifisering", "Kvalifisering i tall"),
    (Right::SeeResults, "/intern/resultater", "Resultater"),
    (Right::SeeLedger, "/intern/regnskap", "Regnskap"),
    (Right::ManageOfferings, "/intern/varer", "Varer"),
    (Right::ManageFarm, "/intern/garden", "Gården"),
    (Right::ManageGoals, "/intern/kompetansemal", "Kompetansemål"),
    (Right::ManagePeople, "/intern/folk", "Folk"),
    (Right::SeeMail, "/intern/epost", "E-post"),
];

fn nav(actor: &Actor, path: &str) -> Vec<NavItem> {
    PLACES
        .iter()
        .filter(|(right, ..)| actor.may(*right))
        .map(|(_, href, label)| NavItem {
            href: (*href).to_owned(),
            label: (*label).to_owned(),
            is_current: is_within(path, href),
        })
        .collect()
}

/// Is the path this place, or one below it?
fn is_within(path: &str, place: &str) -> bool {
    path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
