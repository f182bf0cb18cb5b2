//! The bare handler beside the real one: takes the same JSON and writes the same rows and indexes
//! through the same writer, with prepared SQL and no rules.

use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::{App, HttpResponse, HttpServer, web};
use chrono::{NaiveDate, Utc};
use gardsbok::testing::raw::{Raw, Store, Value};
use serde::Deserialize;

#[derive(Deserialize)]
struct Wish {
    customer: Customer,
    delivery: String,
    delivery_date: NaiveDate,
    lines: Vec<Line>,
}

#[derive(Deserialize)]
struct Customer {
    kind: String,
    name: String,
    email: String,
    phone: String,
    street: String,
    postcode: String,
    city: String,
}

#[derive(Deserialize)]
struct Line {
    offering: String,
    quantity: String,
}

/// Serves `POST /api/v1/orders` from one database until it is killed.
pub fn serve(url: &str) {
    let store = Store::open(url).expect("the database opens");
    actix_web::rt::System::new().block_on(async move {
        let first = "insert into number_series (series, next_number) select 'order', 1 \
                     where not exists (select 1 from number_series where series = 'order')";
        store.write(|tx| tx.run(first, &[])).await.expect("the series begins");
        let store = web::Data::new(store);
        let server = HttpServer::new(move || {
            App::new().app_data(store.clone()).route("/api/v1/orders", web::post().to(order))
        })
        .workers(2)
        .bind("127.0.0.1:0")
        .expect("a port is free");
        println!("listening on http://{}", server.addrs()[0]);
        server.run().await.expect("it serves");
    });
}

async fn order(
    store: web::Data<Store>,
    request: actix_web::HttpRequest,
    wish: web::Json<Wish>,
) -> HttpResponse {
    let key = request.headers().get("idempotency-key").and_then(|k| k.to_str().ok());
    let key = key.unwrap_or_default().to_owned();
    let wish = wish.into_inner();
    match store.write(move |tx| write(tx, &wish, key)).await {
        Ok(body) => HttpResponse::Created().content_type("application/json").body(body),
        Err(error) => HttpResponse::InternalServerError().body(error.to_string()),
    }
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

/// A name as long as the real ones, in sorting order.
fn id() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let at = Utc::now().timestamp_micros();
    format!("{at:020x}{:012x}", NEXT.fetch_add(1, Ordering::Relaxed))
}

fn write(tx: &mut Raw<'_>, wish: &Wish, key: String) -> gardsbok::testing::raw::Outcome<String> {
    let now = Value::Time(Utc::now().naive_utc());
    let (order, token) = (id(), id());
    let number = tx.number(
        "update number_series set next_number = next_number + 1 where series = 'order' \
         returning next_number",
        &[],
    )?;
    let number = format!("G{number:07}");
    let total = 3 * 14_900;
    let customer = &wish.customer;
    tx.run(
        "insert into customer_order (id, number, token, channel, ordered_on, placed_at, placed_by, \
         customer_id, customer_kind, name, org_number, email, phone, street, postcode, city, \
         delivery, delivery_date, delivery_time, delivery_address, buyer_reference, \
         order_reference, message, total_ore, state) values (?, ?, ?, 'api', ?, ?, null, null, ?, \
         ?, null, ?, ?, ?, ?, ?, ?, ?, '', '', '', '', '', ?, 'received')",
        &[
            text(&order),
            text(&number),
            text(&token),
            Value::Date(Utc::now().date_naive()),
            now.clone(),
            text(&customer.kind),
            text(&customer.name),
            text(&customer.email),
            text(&customer.phone),
            text(&customer.street),
            text(&customer.postcode),
            text(&customer.city),
            text(&wish.delivery),
            Value::Date(wish.delivery_date),
            Value::Big(total),
        ],
    )?;
    for enterprise in ["e1", "e2"] {
        tx.run(
            "insert into order_part (order_id, enterprise_id, state, delivered_on) \
             select ?, id, 'received', null from enterprise where code = ?",
            &[text(&order), text(enterprise)],
        )?;
    }
    for (at, line) in (1..).zip(&wish.lines) {
        let milli = line.quantity.parse::<i64>().unwrap_or(1) * 1000;
        tx.run(
            "insert into order_line (order_id, line, enterprise_id, offering_id, name, kind, unit, \
             vat_code, unit_price_ore, quantity_milli, gross_ore, delivered_milli, \
             delivered_gross_ore, may_withdraw, withdrawal_reason) \
             select ?, ?, o.enterprise_id, o.id, o.name, o.kind, o.unit, o.vat_code, p.price_ore, \
             ?, p.price_ore, null, null, o.may_withdraw, o.withdrawal_reason \
             from offering o join offering_price p on p.offering_id = o.id where o.code = ?",
            &[text(&order), Value::Int(at), Value::Big(milli), text(&line.offering)],
        )?;
    }
    let taken = tx.run(
        "update day_places set taken_milli = taken_milli + 1000 where day = ? \
         and offering_id = (select id from offering where code = ?)",
        &[Value::Date(wish.delivery_date), text(&wish.lines[0].offering)],
    )?;
    if taken == 0 {
        tx.run(
            "insert into day_places (offering_id, day, taken_milli) \
             select id, ?, 1000 from offering where code = ?",
            &[Value::Date(wish.delivery_date), text(&wish.lines[0].offering)],
        )?;
    }
    tx.run(
        "insert into outbox (id, kind, subject_id, payload, queued_at, expanded_at) \
         values (?, 'order.placed', ?, '{}', ?, null)",
        &[text(&id()), text(&order), now.clone()],
    )?;
    let answer = format!(
        r#"{{"order":{{"number":"{number}","token":"{token}","total_incl_vat_ore":{total}}}}}"#
    );
    tx.run(
        "insert into idempotency (scope, idempotency_key, body_digest, answer, kept_at) \
         values ('/api/v1/orders', ?, ?, ?, ?)",
        &[Value::Text(key), text(&"0".repeat(64)), text(&answer), now],
    )?;
    Ok(answer)
}
