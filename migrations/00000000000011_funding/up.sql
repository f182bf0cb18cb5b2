-- What the centre costs outside the enterprises' books, and who pays for places.
create table running_cost (
  period integer not null, -- 202601
  category text not null,
  name text not null,
  amount_ore bigint not null,
  constraint running_cost_pk primary key (period, category)
);

create table resident_days (
  period integer not null,
  municipality text not null, -- four digits
  name text not null,
  days integer not null,
  residents integer not null,
  constraint resident_days_pk primary key (period, municipality)
);

create table funding (
  source text not null,
  year integer not null,
  name text not null,
  kind text not null constraint funding_kind_known check (kind in
    ('base_contribution', 'day_rate', 'own_share', 'grant', 'gift')),
  amount_ore bigint not null,
  certainty text not null constraint funding_certainty_known check (certainty in ('granted', 'applied', 'hoped')),
  constraint funding_pk primary key (source, year)
);
