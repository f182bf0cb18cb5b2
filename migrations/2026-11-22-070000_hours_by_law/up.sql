-- Hours that are corrected without being changed, clocked, finished by the week, agreed in kind,
-- costed, planned on a board and logged on a shared tablet.

-- A place outside (work, school) is held as an internal enterprise marked so: hours there are
-- logged and approved as elsewhere, and it is in no result of the farm's own.
alter table enterprise add column outside boolean not null default false;

-- The rows are moved over, as neither database lets a check be changed in place: a counter-entry
-- takes the minutes of an approved row back, and a night when the clock is set has other minutes
-- than the clock says.
create table hour_entry_moving as select * from hour_entry;
drop table hour_entry;
create table hour_entry (
  id text not null constraint hour_entry_pk primary key,
  resident_id text not null constraint hour_entry_resident_fk references resident (id),
  entry_date date not null,
  start_minute integer not null,
  end_minute integer not null, -- 1440 is midnight at the day's end
  break_minutes integer not null,
  worked_minutes integer not null, -- below nothing in a counter-entry
  enterprise_id text not null constraint hour_entry_enterprise_fk references enterprise (id),
  kind text not null constraint hour_entry_kind_known check (kind in ('training', 'work', 'dugnad')),
  order_id text constraint hour_entry_order_fk references customer_order (id),
  state text not null constraint hour_entry_state_known check (state in ('draft', 'submitted', 'approved')),
  returned_note text not null, -- the work leader's line, when sent back
  corrects text constraint hour_entry_corrects_fk references hour_entry (id), -- the approved row that stays
  counter boolean not null default false, -- takes the minutes of the row it corrects back
  created_at timestamp not null,
  submitted_at timestamp,
  approved_at timestamp,
  approved_by text constraint hour_entry_by_fk references account (id),
  constraint hour_entry_range check (start_minute >= 0 and end_minute <= 1440 and start_minute < end_minute),
  constraint hour_entry_worked check (break_minutes >= 0 and abs(worked_minutes) <= 1500
    and ((counter and worked_minutes < 0 and corrects is not null and state = 'approved')
      or (not counter and worked_minutes > 0)))
);
insert into hour_entry (id, resident_id, entry_date, start_minute, end_minute, break_minutes, worked_minutes,
    enterprise_id, kind, order_id, state, returned_note, corrects, created_at, submitted_at, approved_at, approved_by)
  select id, resident_id, entry_date, start_minute, end_minute, break_minutes, worked_minutes,
    enterprise_id, kind, order_id, state, returned_note, corrects, created_at, submitted_at, approved_at, approved_by
  from hour_entry_moving;
drop table hour_entry_moving;
create index hour_entry_resident on hour_entry (resident_id, entry_date);
create index hour_entry_waiting on hour_entry (enterprise_id, entry_date) where state = 'submitted';
create index hour_entry_period on hour_entry (enterprise_id, entry_date) where state = 'approved';
create index hour_entry_order on hour_entry (order_id) where order_id is not null;
create unique index hour_entry_countered on hour_entry (corrects) where counter;

-- What a resident asks to have put right in an approved row, and what came of it.
create table hour_correction (
  id text not null constraint hour_correction_pk primary key,
  entry_id text not null constraint hour_correction_entry_fk references hour_entry (id),
  reason text not null,
  takes_away boolean not null, -- the row should not be there; the cells below repeat it
  entry_date date not null,
  start_minute integer not null,
  end_minute integer not null,
  break_minutes integer not null,
  worked_minutes integer not null,
  enterprise_id text not null constraint hour_correction_enterprise_fk references enterprise (id),
  kind text not null,
  order_id text constraint hour_correction_order_fk references customer_order (id),
  state text not null constraint hour_correction_state_known check (state in ('asked', 'accepted', 'declined', 'withdrawn')),
  asked_by text not null constraint hour_correction_asked_fk references account (id),
  asked_at timestamp not null,
  settled_by text constraint hour_correction_settled_fk references account (id),
  settled_at timestamp,
  answer text not null -- the approver's line, when declined
);
create unique index hour_correction_open on hour_correction (entry_id) where state = 'asked';

-- Which kinds a resident's hours may be of, from a day to a day; in force when both have said yes.
create table kind_agreement (
  id text not null constraint kind_agreement_pk primary key,
  resident_id text not null constraint kind_agreement_resident_fk references resident (id),
  kind text not null constraint kind_agreement_kind_known check (kind in ('training', 'work', 'dugnad')),
  valid_from date not null,
  valid_to date, -- the last day; null: until further notice
  proposed_by text not null constraint kind_agreement_by_fk references account (id),
  proposed_at timestamp not null,
  resident_agreed_at timestamp,
  leader_agreed_at timestamp,
  leader_agreed_by text constraint kind_agreement_leader_fk references account (id),
  declined_at timestamp
);
create index kind_agreement_resident on kind_agreement (resident_id);

-- Who is at work right now.
create table hour_clock (
  resident_id text not null constraint hour_clock_pk primary key
    constraint hour_clock_resident_fk references resident (id),
  started_at timestamp not null,
  enterprise_id text not null constraint hour_clock_enterprise_fk references enterprise (id),
  kind text not null,
  order_id text constraint hour_clock_order_fk references customer_order (id)
);

-- "Ferdig denne uka": that nothing more comes, so that silence is never zero.
create table hours_week (
  resident_id text not null constraint hours_week_resident_fk references resident (id),
  monday date not null,
  finished_at timestamp not null,
  constraint hours_week_pk primary key (resident_id, monday)
);

-- The law's limits, of which one is reminded and by which nobody is stopped.
create table working_time_rule (
  valid_from date not null constraint working_time_rule_pk primary key,
  day_minutes integer not null,
  week_minutes integer not null,
  daily_rest_minutes integer not null,
  weekly_rest_minutes integer not null,
  break_from_minutes integer not null, -- a day this long calls for the break
  break_minutes integer not null,
  source text not null
);
insert into working_time_rule values
  ('2000-01-01', 540, 2400, 660, 2100, 480, 30, 'arbeidsmiljøloven §§ 10-4, 10-8, 10-9');

-- What an hour of each kind is reckoned at in an order's cost: reckoned, never paid and never booked.
create table hour_rate (
  kind text not null,
  valid_from date not null,
  ore_per_hour bigint not null constraint hour_rate_not_negative check (ore_per_hour >= 0),
  constraint hour_rate_pk primary key (kind, valid_from)
);
insert into hour_rate values
  ('training', '2000-01-01', 20000), ('work', '2000-01-01', 30000), ('dugnad', '2000-01-01', 0);

-- Minutes an enterprise's part of an order was agreed to take; the newest counts.
create table order_estimate (
  id text not null constraint order_estimate_pk primary key,
  order_id text not null constraint order_estimate_order_fk references customer_order (id),
  enterprise_id text not null constraint order_estimate_enterprise_fk references enterprise (id),
  minutes bigint not null constraint order_estimate_positive check (minutes > 0),
  agreed_on date not null,
  recorded_by text not null constraint order_estimate_by_fk references account (id),
  recorded_at timestamp not null
);
create index order_estimate_order on order_estimate (order_id);

-- What was bought for an order.
alter table purchase add column order_id text references customer_order (id);
create index purchase_order on purchase (order_id) where order_id is not null;

-- The board of a day: who is set to which job.
create table board_hand (
  id text not null constraint board_hand_pk primary key,
  board_date date not null,
  resident_id text not null constraint board_hand_resident_fk references resident (id),
  enterprise_id text not null constraint board_hand_enterprise_fk references enterprise (id),
  order_id text constraint board_hand_order_fk references customer_order (id), -- null: the enterprise's daily work
  set_by text not null constraint board_hand_by_fk references account (id),
  set_at timestamp not null,
  taken_off_at timestamp
);
create index board_hand_day on board_hand (board_date, enterprise_id);

-- The code a person stands by in the personalliste: a number that tells nothing else.
alter table resident add column employee_code text;
create unique index resident_employee_code on resident (employee_code);

-- A shared tablet, signed in as itself; and the PIN a resident chose for it.
create table kiosk (
  id text not null constraint kiosk_pk primary key,
  name text not null,
  token_hash text not null constraint kiosk_token_taken unique, -- SHA-256 of the cookie, hex
  opened_by text not null constraint kiosk_by_fk references account (id),
  opened_at timestamp not null,
  ended_at timestamp
);
create table kiosk_pin (
  resident_id text not null constraint kiosk_pin_pk primary key
    constraint kiosk_pin_resident_fk references resident (id),
  pin_hash text not null, -- argon2id
  set_at timestamp not null,
  misses integer not null, -- wrong in a row
  locked_until timestamp
);
alter table session add column kiosk_id text references kiosk (id);
