//! The shop without an account and without scripts: three pages to the receipt.

use crate::harness::{Answer, Person, cast, spawn, spawn_with};

/// Puts a cake and two sacks of firewood in the basket.
fn fill(customer: &Person) -> Answer {
    let chosen = [
        ("lines[0].offering", "KA-KAKE"),
        ("lines[0].quantity", "1"),
        ("lines[1].offering", "SN-VED"),
        ("lines[1].quantity", "2"),
        ("lines[2].offering", "KA-LUNSJ"),
        ("lines[2].quantity", ""),
    ];
    let done = customer.post("/kurv", &chosen);
    assert_eq!((done.status, done.location()), (303, "/bestilling"), "{}", done.text);
    customer.follow(&done)
}

/// The checkout filled in, as its page was shown.
fn filled<'a>(key: &'a str, total: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("nokkel", key),
        ("vist_sum", total),
        ("customer.kind", "private"),
        ("customer.name", "Nils Nilsen"),
        ("customer.email", "nils@example.com"),
        ("customer.phone", ""),
        ("customer.street", "Storgata 1"),
        ("customer.postcode", "2380"),
        ("customer.city", "Brumunddal"),
        ("customer.org_number", ""),
        ("buyer_reference", ""),
        ("order_reference", ""),
        ("delivery", "collect"),
        ("delivery_date", "2026-03-20"),
        ("delivery_address", ""),
        ("delivery_time", ""),
        ("message", "Hei\r\npå dere"),
        ("lines[0].offering", "KA-KAKE"),
        ("lines[0].quantity", "1"),
        ("lines[1].offering", "SN-VED"),
        ("lines[1].quantity", "2"),
    ]
}

#[test]
fn a_customer_orders_over_three_pages_and_follows_the_link() {
    let app = spawn();
    let customer = app.stranger();
    let front = customer.get("/");
    assert_eq!(front.status, 200);
    for words in ["Bløtkake", "Ved i sekk", "Inneholder gluten (hvete)", "Solbakken gård AS"] {
        assert!(front.text.contains(words), "{words}");
    }
    let checkout = fill(&customer);
    for words in [
        "Bestill og betal",
        "690,00",
        "Kurv (2)",
        "Privatpersoner kan angre i 14 dager",
        "Ingen angrerett. Lages til deg.",
        "Inneholder gluten",
        "value=\"2026-03-17\"",
        "Første mulige dag er 17.03.2026.",
    ] {
        assert!(checkout.text.contains(words), "{words}");
    }
    let (key, total) = (checkout.field("nokkel").unwrap(), checkout.field("vist_sum").unwrap());
    let done = customer.post("/bestilling", &filled(&key, &total));
    assert_eq!(done.status, 303, "{}", done.text);
    let receipt = customer.follow(&done);
    for words in ["Takk!", "Mottatt", "20.03.2026", "690,00", "Kurv (0)", "Angre bestillingen"] {
        assert!(receipt.text.contains(words), "{words}");
    }
    // A double click, or back and once more.
    let again = customer.post("/bestilling", &filled(&key, &total));
    assert_eq!(again.location(), done.location());
    assert_eq!(app.number("SELECT count(*) AS value FROM customer_order"), 1);
    assert_eq!(app.stranger().get(done.location()).status, 200);
    assert_eq!(app.stranger().get("/bestilling/gjettet").status, 404);
}

#[test]
fn a_refused_checkout_keeps_what_was_typed_and_says_what_to_mend() {
    let app = spawn();
    let customer = app.stranger();
    let checkout = fill(&customer);
    let (key, total) = (checkout.field("nokkel").unwrap(), checkout.field("vist_sum").unwrap());
    let with = |changes: &[(&'static str, &'static str)]| {
        let mut fields = filled(&key, &total);
        for (name, value) in changes {
            fields.iter_mut().find(|(n, _)| n == name).unwrap().1 = value;
        }
        customer.post("/bestilling", &fields)
    };
    let refused = with(&[
        ("customer.name", "<script>alert(1)</script>"),
        ("customer.email", "nils"),
        ("delivery_date", "2026-03-16"),
        ("message", "<script>alert(2)</script>"),
    ]);
    assert_eq!(refused.status, 422);
    for words in [
        "Feil: Bestilling",
        "href=\"#customer.email\"",
        "id=\"customer.email-error\"",
        "href=\"#delivery_date\"",
        "value=\"nils\"",
        "Disse dagene går: 17.03.2026",
        "value=\"Storgata 1\"",
        "&#60;script&#62;alert(2)",
    ] {
        assert!(refused.text.contains(words), "{words}: {}", refused.text);
    }
    assert!(!refused.text.contains("<script>alert"));
    for (name, value, field) in [
        ("customer.postcode", "23800", "customer.postcode"),
        ("customer.street", "", "customer.street"),
        ("customer.kind", "business", "customer.org_number"),
        ("delivery_date", "2026-03-01", "delivery_date"),
        ("lines[0].quantity", "1,5", "lines[0].quantity"),
        ("lines[0].quantity", "-1", "lines[0].quantity"),
        ("lines[0].quantity", "21", "lines[0].quantity"),
        ("lines[1].offering", "NEI", "lines[1].offering"),
    ] {
        let refused = with(&[(name, value)]);
        assert_eq!(refused.status, 422, "{name}={value}");
        assert!(
            refused.text.contains(&format!("href=\"#{field}\""))
                || refused.text.contains("Summen er endret"),
            "{name}={value}: {}",
            refused.text
        );
    }
    assert_eq!(app.number("SELECT count(*) AS value FROM customer_order"), 0);
}

#[test]
fn a_changed_sum_is_shown_before_it_binds() {
    let app = spawn();
    let customer = app.stranger();
    let checkout = fill(&customer);
    let key = checkout.field("nokkel").unwrap();
    let tampered = customer.post("/bestilling", &filled(&key, "1"));
    assert_eq!(tampered.status, 422);
    assert!(tampered.text.contains("Summen er endret") && tampered.text.contains("690,00"));
    let total = tampered.field("vist_sum").unwrap();
    let key = tampered.field("nokkel").unwrap();
    let done = customer.post("/bestilling", &filled(&key, &total));
    assert_eq!(done.status, 303);
    assert_eq!(app.number("SELECT total_ore AS value FROM customer_order"), 69_000);
}

#[test]
fn an_empty_basket_and_a_wrong_amount_are_told_at_the_front() {
    let app = spawn();
    let customer = app.stranger();
    let empty =
        customer.post("/kurv", &[("lines[0].offering", "KA-KAKE"), ("lines[0].quantity", "")]);
    assert_eq!(empty.status, 422);
    assert!(empty.text.contains("Kurven er tom."));
    let wrong =
        customer.post("/kurv", &[("lines[0].offering", "KA-KAKE"), ("lines[0].quantity", "to")]);
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("value=\"to\""));
    assert!(customer.get("/bestilling").text.contains("Kurven er tom."));
    let one = [("behold", "ja"), ("lines[0].offering", "SN-VED"), ("lines[0].quantity", "1")];
    assert_eq!(customer.post("/kurv", &one).status, 303);
    let two = [("behold", "ja"), ("lines[0].offering", "KA-KAKE"), ("lines[0].quantity", "1")];
    assert_eq!(customer.post("/kurv", &two).status, 303);
    assert!(customer.get("/bestilling").text.contains("570,00"));
    assert_eq!(customer.get("/vare/SN-VED").status, 200);
    assert_eq!(customer.get("/vare/NEI").status, 404);
}

#[test]
fn a_form_from_elsewhere_is_not_taken() {
    let app = spawn();
    let customer = app.stranger();
    for path in ["/kurv", "/bestilling", "/bestilling/x/angring"] {
        assert_eq!(
            customer.post_bare(path, &[("lines[0].offering", "SN-VED")]).status,
            403,
            "{path}"
        );
    }
}

#[test]
fn a_consumer_withdraws_by_the_link_and_once_is_enough() {
    let app = spawn();
    let customer = app.stranger();
    let checkout = fill(&customer);
    let (key, total) = (checkout.field("nokkel").unwrap(), checkout.field("vist_sum").unwrap());
    let done = customer.post("/bestilling", &filled(&key, &total));
    let link = format!("{}/angring", done.location());
    let asked = customer.get(&link);
    assert!(asked.text.contains("Ved i sekk") && !asked.text.contains("Bløtkake"));
    let said = customer.post(&link, &[]);
    assert_eq!((said.status, said.location()), (303, done.location()), "{}", said.text);
    assert!(customer.follow(&said).text.contains("Du angret bestillingen"));
    assert_eq!(customer.post(&link, &[]).status, 303);
    let steps = "SELECT count(*) AS value FROM order_step WHERE step = 'withdrawal'";
    assert_eq!(app.number(steps), 1);
    assert_eq!(customer.get(&link).status, 404);
    let solveig = app.sign_in(cast::SOLVEIG);
    let page = solveig.get("/intern/bestillinger/G0000001");
    assert!(page.text.contains("Angret av kunden"));
}

#[test]
fn the_right_of_withdrawal_ends_after_fourteen_days() {
    let app = spawn();
    let customer = app.stranger();
    let checkout = fill(&customer);
    let (key, total) = (checkout.field("nokkel").unwrap(), checkout.field("vist_sum").unwrap());
    let done = customer.post("/bestilling", &filled(&key, &total));
    let solveig = app.sign_in(cast::SOLVEIG);
    solveig.post("/intern/bestillinger/G0000001/levering", &[("date", "2026-03-16")]);
    app.set_clock("2026-03-30 10:00");
    let link = format!("{}/angring", done.location());
    assert_eq!(customer.get(&link).status, 200);
    app.set_clock("2026-03-31 10:00");
    assert_eq!(customer.get(&link).status, 404);
    assert_eq!(customer.post(&link, &[]).status, 422);
}

#[test]
fn a_checkout_shown_too_often_is_refused_and_one_being_sent_loses_nothing() {
    let app = spawn_with(&["--rate-limits", "on"]);
    let customer = app.stranger();
    let checkout = fill(&customer);
    let (key, total) = (checkout.field("nokkel").unwrap(), checkout.field("vist_sum").unwrap());
    let answers: Vec<u16> = (0..60).map(|_| customer.get("/bestilling").status).collect();
    assert_eq!((answers[0], answers[59]), (200, 429));
    let mut wrong = filled(&key, &total);
    wrong[4].1 = "nils";
    let refused = customer.post("/bestilling", &wrong);
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("value=\"Storgata 1\""), "{}", refused.text);
    assert_eq!(customer.post("/bestilling", &filled(&key, &total)).status, 303);
    app.later_minutes(1);
    assert_eq!(customer.get("/bestilling").status, 200);
}

#[test]
fn a_consumer_withdraws_from_one_line_and_later_from_another() {
    let app = spawn();
    let customer = app.stranger();
    let chosen = [
        ("lines[0].offering", "SN-VED"),
        ("lines[0].quantity", "1"),
        ("lines[1].offering", "SN-VED"),
        ("lines[1].quantity", "2"),
    ];
    assert_eq!(customer.post("/kurv", &chosen).status, 303);
    let checkout = customer.get("/bestilling");
    let (key, total) = (checkout.field("nokkel").unwrap(), checkout.field("vist_sum").unwrap());
    let mut fields = filled(&key, &total);
    fields.truncate(fields.len() - 4);
    fields.extend(chosen);
    let done = customer.post("/bestilling", &fields);
    assert_eq!(done.status, 303, "{}", done.text);
    let link = format!("{}/angring", done.location());
    let page = customer.get(&link).text;
    assert_eq!(page.matches("name=\"linje\"").count(), 2, "{page}");
    assert_eq!(page.matches(" checked").count(), 2, "all are ticked: {page}");

    let none = customer.post(&link, &[("velger", "ja")]);
    assert_eq!(none.status, 422);
    assert!(none.text.contains("id=\"linje-error\""), "{}", none.text);
    assert_eq!(customer.post(&link, &[("velger", "ja"), ("linje", "9")]).status, 422);
    let one = [("velger", "ja"), ("linje", "1")];
    for _ in 0..2 {
        assert_eq!(customer.post(&link, &one).status, 303, "a double click is one");
    }
    let receipt = customer.get(done.location()).text;
    assert_eq!(receipt.matches("Du har angret.").count(), 1, "{receipt}");
    assert!(receipt.contains("Angre på mer"), "{receipt}");
    let rest = customer.get(&link).text;
    assert_eq!(rest.matches("name=\"linje\"").count(), 1, "{rest}");
    assert_eq!(customer.post(&link, &[("velger", "ja"), ("linje", "2")]).status, 303);
    let notes = "SELECT note AS value FROM order_step WHERE step = 'withdrawal' ORDER BY id";
    assert_eq!(app.texts(notes), ["Linje 1", "Linje 2"]);
    assert_eq!(customer.get(&link).status, 404, "there is nothing more");
    assert_eq!(customer.get(done.location()).text.matches("Du har angret.").count(), 2);
}

#[test]
fn a_receipt_says_thank_you_for_an_order_that_stands_and_promises_no_mail_that_is_not_sent() {
    let app = spawn();
    let customer = app.stranger();
    let checkout = fill(&customer);
    let (key, total) = (checkout.field("nokkel").unwrap(), checkout.field("vist_sum").unwrap());
    let done = customer.post("/bestilling", &filled(&key, &total));
    let receipt = customer.get(done.location()).text;
    assert!(receipt.contains("Takk!") && !receipt.contains("Bekreftelsen"), "{receipt}");
    let solveig = app.sign_in(cast::SOLVEIG);
    let why = [("reason", "Vi er tomme for ved.")];
    let cancelled = solveig.post("/intern/bestillinger/G0000001/avlysning", &why);
    assert_eq!(cancelled.status, 303, "{}", cancelled.text);
    let receipt = customer.get(done.location()).text;
    assert!(!receipt.contains("Takk!") && receipt.contains("Bestillingen er avlyst"), "{receipt}");
}
