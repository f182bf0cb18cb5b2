-- What every slice leans on: numbers, repeatable requests, mail, dated settings, the signing key.

-- Gap-free numbers: drawn by an update in the transaction that uses them.
create table number_series (
  series text not null constraint number_series_pk primary key, -- 'order', 'invoice', 'voucher:2026'
  next_number bigint not null constraint number_series_positive check (next_number >= 1)
);

-- A create request and its answer, so that a repeated key is answered and not done again.
create table idempotency (
  scope text not null, -- the caller and the path
  idempotency_key text not null,
  body_digest text not null, -- SHA-256 of the body, hex
  answer text not null, -- JSON
  kept_at timestamp not null,
  constraint idempotency_pk primary key (scope, idempotency_key)
);

-- Things to tell the world, queued in the transaction that made them true.
create table outbox (
  id text not null constraint outbox_pk primary key,
  kind text not null,
  subject_id text not null, -- what it is about, by id
  payload text not null, -- JSON
  queued_at timestamp not null,
  expanded_at timestamp -- when its mails were written
);
create index outbox_waiting on outbox (queued_at) where expanded_at is null;

create table mail (
  id text not null constraint mail_pk primary key,
  outbox_id text not null constraint mail_outbox_fk references outbox (id),
  recipient text not null,
  subject text not null,
  body text not null,
  queued_at timestamp not null,
  sent_at timestamp,
  attempts integer not null,
  next_try_at timestamp not null,
  failure text, -- what the mail server said, when it refused
  constraint mail_once unique (outbox_id, recipient)
);
create index mail_waiting on mail (next_try_at) where sent_at is null;

-- Settings that change with time; the newest valid_from on or before the day is in force.
create table setting (
  name text not null,
  valid_from date not null,
  value text not null,
  source text not null, -- where the value comes from
  constraint setting_pk primary key (name, valid_from)
);
insert into setting (name, valid_from, value, source) values
  ('invoice.due_days', '2000-01-01', '14', 'house rule: fourteen days'),
  ('self_financing.definition', '2000-01-01', 'strict', 'the model''s text: paid places are external'),
  ('self_financing.target_bp', '2000-01-01', '6000', 'the model''s goal: 60 %'),
  ('funding.base_contribution_ore', '2000-01-01', '60000000', 'the model''s economy: 600 000 kr a year'),
  ('link.hours', '2000-01-01', '24', 'a one-time link lives a day'),
  ('estimate.overrun_bp', '2000-01-01', '1500', 'håndverkertjenesteloven § 32: 15 %');

-- Keys made by the program itself at the first migration.
create table secret (
  name text not null constraint secret_pk primary key,
  value text not null
);
