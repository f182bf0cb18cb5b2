-- A resident's day, in pieces. Approved rows are locked; a correction is a row of its own.
create table hour_entry (
  id text not null constraint hour_entry_pk primary key,
  resident_id text not null constraint hour_entry_resident_fk references resident (id),
  entry_date date not null,
  start_minute integer not null,
  end_minute integer not null, -- 1440 is midnight at the day's end
  break_minutes integer not null,
  worked_minutes integer not null,
  enterprise_id text not null constraint hour_entry_enterprise_fk references enterprise (id),
  kind text not null constraint hour_entry_kind_known check (kind in ('training', 'work', 'dugnad')),
  order_id text constraint hour_entry_order_fk references customer_order (id),
  state text not null constraint hour_entry_state_known check (state in ('draft', 'submitted', 'approved')),
  returned_note text not null, -- the work leader's line, when sent back
  corrects text constraint hour_entry_corrects_fk references hour_entry (id),
  created_at timestamp not null,
  submitted_at timestamp,
  approved_at timestamp,
  approved_by text constraint hour_entry_by_fk references account (id),
  constraint hour_entry_range check (start_minute >= 0 and end_minute <= 1440 and start_minute < end_minute),
  constraint hour_entry_break check (break_minutes >= 0 and worked_minutes = end_minute - start_minute - break_minutes
    and worked_minutes > 0)
);
create index hour_entry_resident on hour_entry (resident_id, entry_date);
create index hour_entry_waiting on hour_entry (enterprise_id, entry_date) where state = 'submitted';
create index hour_entry_period on hour_entry (enterprise_id, entry_date) where state = 'approved';
create index hour_entry_order on hour_entry (order_id) where order_id is not null;

-- Approved minutes, kept in the approval's own transaction.
create table hours_kept (
  period integer not null, -- 202601
  enterprise_id text not null,
  kind text not null,
  resident_id text not null,
  minutes bigint not null,
  entries bigint not null,
  constraint hours_kept_pk primary key (period, enterprise_id, kind, resident_id)
);
