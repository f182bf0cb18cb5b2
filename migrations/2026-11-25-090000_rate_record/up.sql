-- Who set what an hour is reckoned at, and what it was before: a rate that is set anew reckons older work anew.
create table hour_rate_change (
  id text not null constraint hour_rate_change_pk primary key,
  kind text not null,
  valid_from date not null,
  ore_before bigint, -- null: there was none from that day
  ore_per_hour bigint not null,
  set_by text not null constraint hour_rate_change_by_fk references account (id),
  set_at timestamp not null
);
