alter table session drop column kiosk_id;
drop table kiosk_pin;
drop table kiosk;
drop index resident_employee_code;
alter table resident drop column employee_code;
drop table board_hand;
drop index purchase_order;
alter table purchase drop column order_id;
drop table order_estimate;
drop table hour_rate;
drop table working_time_rule;
drop table hours_week;
drop table hour_clock;
drop table kind_agreement;
drop table hour_correction;
create table hour_entry_moving as select * from hour_entry where not counter;
drop table hour_entry;
create table hour_entry (
  id text not null constraint hour_entry_pk primary key,
  resident_id text not null constraint hour_entry_resident_fk references resident (id),
  entry_date date not null,
  start_minute integer not null,
  end_minute integer not null,
  break_minutes integer not null,
  worked_minutes integer not null,
  enterprise_id text not null constraint hour_entry_enterprise_fk references enterprise (id),
  kind text not null constraint hour_entry_kind_known check (kind in ('training', 'work', 'dugnad')),
  order_id text constraint hour_entry_order_fk references customer_order (id),
  state text not null constraint hour_entry_state_known check (state in ('draft', 'submitted', 'approved')),
  returned_note text not null,
  corrects text constraint hour_entry_corrects_fk references hour_entry (id),
  created_at timestamp not null,
  submitted_at timestamp,
  approved_at timestamp,
  approved_by text constraint hour_entry_by_fk references account (id),
  constraint hour_entry_range check (start_minute >= 0 and end_minute <= 1440 and start_minute < end_minute),
  constraint hour_entry_break check (break_minutes >= 0 and worked_minutes = end_minute - start_minute - break_minutes
    and worked_minutes > 0)
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
alter table enterprise drop column outside;
