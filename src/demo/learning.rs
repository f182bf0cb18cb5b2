//! What people at the made-up farm learn: trades with goals in our own words, routes, and what was
//! shown, seen and approved.

use chrono::Days;

use super::pictures;
use crate::base::{UtcTime, prepare_photo};
use crate::db::DbConn;
use crate::enterprises;
use crate::error::AppResult;
use crate::people::{self, Actor};
use crate::qualifications::{self, CurriculumForm, EvidenceForm, RouteForm, StampKind};

/// A goal, and the work that gives it: offerings by name, and nothing for the daily work.
type Aim = (&'static str, &'static [&'static str]);

/// Code, name, kind, certificate, where it is practised, and its goals.
struct Trade {
    code: &'static str,
    name: &'static str,
    kind: &'static str,
    certificate: &'static str,
    places: &'static [&'static str],
    goals: &'static [Aim],
}

const DAILY: &str = "daglig arbeid";

const TRADES: [Trade; 7] = [
    Trade {
        code: "TMF03-02",
        name: "Tømrerfaget",
        kind: "trade",
        certificate: "svennebrev",
        places: &["verksted"],
        goals: &[
            ("Måle, merke og kappe så delene passer", &[DAILY, "Plantekasse"]),
            ("Sette sammen deler så det står støtt", &["Hagebenk av furu", "Langbord til hagen"]),
            ("Lese en tegning og finne ut hva som trengs", &["Langbord til hagen"]),
            ("Jobbe trygt med sag og maskin", &[DAILY]),
            ("Slipe og stelle verktøyet", &[DAILY]),
            ("Pusse og olje tre så det tåler vær", &["Hagebenk av furu", "Plantekasse"]),
            ("Regne ut tid og tre til en jobb", &["Snekker på timer"]),
        ],
    },
    Trade {
        code: "HST03-02",
        name: "Hestefaget",
        kind: "trade",
        certificate: "fagbrev",
        places: &["stall"],
        goals: &[
            ("Stelle og sale en hest trygt", &["Ridetur i skogen"]),
            ("Gi rett fôr til hver hest", &[DAILY]),
            ("Se når en hest ikke har det bra", &[DAILY]),
            ("Lede en tur for folk som er nye", &["Ridekurs for nybegynnere"]),
        ],
    },
    Trade {
        code: "HVS03-01",
        name: "Hovslagerfaget",
        kind: "trade",
        certificate: "svennebrev",
        places: &["stall"],
        goals: &[("Rense og se over hover", &[DAILY]), ("Hjelpe til når en hest skos", &[DAILY])],
    },
    Trade {
        code: "KOKK",
        name: "Kokkfaget",
        kind: "trade",
        certificate: "fagbrev",
        places: &["kjokken"],
        goals: &[
            ("Holde kjøkkenet rent etter planen", &[DAILY]),
            ("Bake etter oppskrift til mange", &["Kanelboller i pose", "Bløtkake til tolv"]),
            ("Lage mat som alle kan spise", &["Lunsjfat", "Fiskesuppe på glass"]),
            ("Sette opp og dekke et bord for gjester", &["Koldtbord med servering"]),
        ],
    },
    Trade {
        code: "OKONOMI",
        name: "Egen økonomi",
        kind: "own",
        certificate: "",
        places: &[],
        goals: &[
            ("Lage et budsjett for en måned", &[]),
            ("Betale en regning i nettbanken", &[]),
            ("Vite hva som er igjen når alt er betalt", &[]),
        ],
    },
    Trade {
        code: "MAT",
        name: "Matlaging",
        kind: "own",
        certificate: "",
        places: &[],
        goals: &[("Lage middag tre dager på rad", &[]), ("Handle for en uke etter liste", &[])],
    },
    Trade {
        code: "RENHOLD",
        name: "Renhold",
        kind: "own",
        certificate: "",
        places: &[],
        goals: &[("Holde rommet rent i en uke", &[]), ("Vaske kjøkken og bad", &[DAILY])],
    },
];

/// Whose route, its kind and trade, and days since it began.
const ROUTES: [(&str, &str, &str, u64); 5] = [
    ("B01", "practice_candidate", "TMF03-02", 300),
    ("B01", "on_the_job", "TMF03-02", 20),
    ("B02", "practice_candidate", "HST03-02", 200),
    ("B02", "practice_candidate", "TMF03-02", 120),
    ("B06", "learning_candidate", "KOKK", 250),
];

/// What was said of it: who, what, and the line.
type Said = (&'static str, &'static str, &'static str);

/// Something that was shown.
struct Piece {
    by: &'static str,
    days_ago: u64,
    words: &'static str,
    place: &'static str,
    /// The offering whose picture it has; empty for none.
    picture: &'static str,
    goals: &'static [&'static str],
    said: &'static [Said],
}

const PIECES: [Piece; 7] = [
    Piece {
        by: "amina",
        days_ago: 24,
        words: "Hagebenk som jeg satte sammen",
        place: "verksted",
        picture: "TRE-BENK",
        goals: &["Sette sammen deler så det står støtt", "Måle, merke og kappe så delene passer"],
        said: &[("mona", "seen", "Den ble fin. Du sto på."), ("terje", "approved", "")],
    },
    Piece {
        by: "amina",
        days_ago: 9,
        words: "Laget middag tre dager: suppe, gryte og fisk",
        place: "",
        picture: "KJ-SUPPE",
        goals: &["Lage middag tre dager på rad"],
        said: &[("lars", "approved", "")],
    },
    Piece {
        by: "amina",
        days_ago: 5,
        words: "Plantekasse med olje",
        place: "verksted",
        picture: "TRE-KASSE",
        goals: &["Pusse og olje tre så det tåler vær"],
        said: &[("terje", "not_yet", "Puss kantene litt til. Resten er bra.")],
    },
    Piece {
        by: "amina",
        days_ago: 1,
        words: "Slipte fem hoggjern",
        place: "verksted",
        picture: "",
        goals: &["Slipe og stelle verktøyet"],
        said: &[],
    },
    Piece {
        by: "jonas",
        days_ago: 3,
        words: "Salte to hester før turen",
        place: "stall",
        picture: "ST-RIDE",
        goals: &["Stelle og sale en hest trygt"],
        said: &[],
    },
    Piece {
        by: "leila",
        days_ago: 12,
        words: "Kanelboller til hele huset",
        place: "kjokken",
        picture: "KJ-BOLLE",
        goals: &["Bake etter oppskrift til mange"],
        said: &[("kari", "approved", "")],
    },
    Piece {
        by: "leila",
        days_ago: 2,
        words: "Vasket benker og kjøl etter planen",
        place: "kjokken",
        picture: "",
        goals: &["Holde kjøkkenet rent etter planen"],
        said: &[],
    },
];

/// Trades and goals, five routes, and seven things that were shown.
///
/// # Errors
/// The database's.
pub(super) fn teach(tx: &mut DbConn, now: UtcTime) -> AppResult<()> {
    let Some(lars) = people::actor_by_login(tx, "lars", now)? else { return Ok(()) };
    let mut goals = Vec::new();
    for trade in &TRADES {
        add_trade(tx, &lars, trade, &mut goals, now)?;
    }
    for (whose, kind, curriculum, days) in ROUTES {
        if let Some(resident) = people::find_resident_by_pseudonym(tx, whose)? {
            let started_on = (now.oslo_date() - Days::new(days)).to_string();
            let form =
                RouteForm { kind: kind.to_owned(), curriculum: curriculum.to_owned(), started_on };
            qualifications::open_route(tx, &lars, &resident, &form, now)?;
        }
    }
    PIECES.iter().try_for_each(|piece| show(tx, piece, &goals, now))
}

/// Goals by their words.
type Known = Vec<(&'static str, String)>;

fn add_trade(
    tx: &mut DbConn,
    lars: &Actor,
    trade: &Trade,
    goals: &mut Known,
    now: UtcTime,
) -> AppResult<()> {
    let form = CurriculumForm {
        code: trade.code.to_owned(),
        name: trade.name.to_owned(),
        kind: trade.kind.to_owned(),
        certificate: trade.certificate.to_owned(),
    };
    let code = qualifications::add_curriculum(tx, lars, &form, now)?;
    let places: Vec<String> = trade.places.iter().map(|place| (*place).to_owned()).collect();
    qualifications::set_practice(tx, lars, &code, &places)?;
    let mut own = enterprises::list_enterprises(tx)?;
    own.retain(|place| trade.places.contains(&place.code.as_str()));
    let names: Vec<String> = own.into_iter().map(|place| place.name).collect();
    for (words, given) in trade.goals {
        let id = qualifications::add_goal(tx, lars, &code, words)?;
        let is_given = |told: &str| {
            let is_named = given.iter().any(|name| told.ends_with(&format!(": {name}")));
            let is_here = names.iter().any(|name| told.starts_with(&format!("{name}: ")));
            is_named && (is_here || names.is_empty())
        };
        let work = qualifications::goal_page(tx, lars, &id)?.work.into_iter();
        let work: Vec<String> =
            work.filter(|(_, told, _)| is_given(told)).map(|(key, ..)| key).collect();
        qualifications::set_work(tx, lars, &id, &work)?;
        goals.push((words, id));
    }
    Ok(())
}

fn show(tx: &mut DbConn, piece: &Piece, goals: &Known, now: UtcTime) -> AppResult<()> {
    let then = now.plus_seconds(-86_400 * i64::try_from(piece.days_ago).unwrap_or_default());
    let Some(who) = people::actor_by_login(tx, piece.by, then)? else { return Ok(()) };
    let wanted = goals.iter().filter(|(words, _)| piece.goals.contains(words));
    let form = EvidenceForm {
        words: piece.words.to_owned(),
        date: then.oslo_date().to_string(),
        enterprise: piece.place.to_owned(),
        hours: String::new(),
        goals: wanted.map(|(_, id)| id.clone()).collect(),
    };
    let mut drawn = pictures::pictures().filter(|(code, _)| *code == piece.picture);
    let photo = drawn.next().and_then(|(_, png)| prepare_photo(&png).ok());
    let id = qualifications::show_evidence(tx, &who, &form, photo.as_ref(), then)?;
    for (login, kind, line) in piece.said {
        let later = then.plus_seconds(3600).min(now);
        let Some(by) = people::actor_by_login(tx, login, later)? else { continue };
        let kind = StampKind::parse(kind).unwrap_or(StampKind::NotYet);
        qualifications::stamp(tx, &by, &id, (kind, line), later)?;
    }
    Ok(())
}
