-- What can be ordered, at what price from when, and how much of it a day holds.

create table photo (
  id text not null constraint photo_pk primary key, -- SHA-256 of the bytes, hex
  media_type text not null,
  bytes_base64 text not null
);

create table offering (
  id text not null constraint offering_pk primary key,
  code text not null constraint offering_code_taken unique,
  enterprise_id text not null constraint offering_enterprise_fk references enterprise (id),
  name text not null,
  description text not null,
  kind text not null constraint offering_kind_known check (kind in ('goods', 'service')),
  unit text not null,
  vat_code text not null,
  lead_days integer not null constraint offering_lead_range check (lead_days between 0 and 366),
  capacity_milli bigint, -- thousandths of a unit a day; null: no limit
  closed_weekdays integer not null, -- bit 0 Monday … bit 6 Sunday
  is_food boolean not null,
  is_served boolean not null,
  allergens text, -- 'gluten:hvete;milk', '' is a statement of none, null is no statement
  may_withdraw boolean not null, -- angrerett
  withdrawal_reason text not null, -- why not, when not
  photo_id text constraint offering_photo_fk references photo (id),
  is_offered boolean not null,
  created_at timestamp not null
);

create table offering_price (
  offering_id text not null constraint offering_price_offering_fk references offering (id),
  valid_from date not null,
  price_ore bigint not null constraint offering_price_range check (price_ore >= 0), -- VAT included
  constraint offering_price_pk primary key (offering_id, valid_from)
);

create table closed_day (
  offering_id text not null constraint closed_day_offering_fk references offering (id),
  day date not null,
  constraint closed_day_pk primary key (offering_id, day)
);

create index closed_day_day on closed_day (day);

create table day_places (
  offering_id text not null constraint day_places_offering_fk references offering (id),
  day date not null,
  taken_milli bigint not null constraint day_places_positive check (taken_milli >= 0),
  constraint day_places_pk primary key (offering_id, day)
);

-- «Stopp nye bestillinger»
create table order_stop (
  id text not null constraint order_stop_pk primary key,
  enterprise_id text not null constraint order_stop_enterprise_fk references enterprise (id),
  first_day date not null,
  last_day date, -- null: until lifted
  stopped_by text constraint order_stop_by_fk references account (id),
  stopped_at timestamp not null,
  lifted_at timestamp
);
create index order_stop_in_force on order_stop (first_day) where lifted_at is null;
