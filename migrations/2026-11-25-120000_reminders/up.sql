-- What may be asked for beside a debt that is not paid in time, by date. Rows are added and never changed.
create table reminder_term (
  kind text not null constraint reminder_term_kind_known check (kind in
    ('fee_ore', 'fee_count', 'interest_bp', 'wait_days', 'pay_days')),
  valid_from date not null,
  value bigint not null constraint reminder_term_range check (value between 0 and 1000000),
  source text not null, -- where the value comes from, in words for the accountant
  set_at timestamp, -- null: came with the program
  set_by text constraint reminder_term_by_fk references account (id),
  constraint reminder_term_pk primary key (kind, valid_from)
);
insert into reminder_term (kind, valid_from, value, source) values
  ('fee_ore', '2020-10-01', 3500, 'inkassoforskriften § 1-2, en tjuedel av inkassosatsen. Kontrolleres av regnskapsfører'),
  ('fee_count', '2000-01-01', 2, 'inkassoforskriften § 1-2: gebyr for høyst to purringer. Kontrolleres av regnskapsfører'),
  ('interest_bp', '2023-01-01', 1075, 'forsinkelsesrenteloven § 3, forskrift for første halvår 2023'),
  ('interest_bp', '2023-07-01', 1175, 'forsinkelsesrenteloven § 3, forskrift for andre halvår 2023. Kontrolleres av regnskapsfører'),
  ('interest_bp', '2024-01-01', 1250, 'forsinkelsesrenteloven § 3, forskrift for første halvår 2024. Kontrolleres av regnskapsfører'),
  ('interest_bp', '2024-07-01', 1250, 'forsinkelsesrenteloven § 3, forskrift for andre halvår 2024. Kontrolleres av regnskapsfører'),
  ('interest_bp', '2025-01-01', 1250, 'forsinkelsesrenteloven § 3, forskrift for første halvår 2025. Kontrolleres av regnskapsfører'),
  ('interest_bp', '2025-07-01', 1225, 'forsinkelsesrenteloven § 3, forskrift for andre halvår 2025. Kontrolleres av regnskapsfører'),
  ('interest_bp', '2026-01-01', 1200, 'forsinkelsesrenteloven § 3, forskrift for første halvår 2026. Kontrolleres av regnskapsfører'),
  ('wait_days', '2000-01-01', 14, 'inkassoforskriften § 1-2: tidligst fjorten dager etter forfall'),
  ('pay_days', '2000-01-01', 14, 'husregel: fjorten dager å betale på');

-- A reminder as it was sent. Rows are added and never changed.
create table reminder (
  id text not null constraint reminder_pk primary key,
  invoice_id text not null constraint reminder_invoice_fk references invoice (id),
  number integer not null constraint reminder_number_positive check (number >= 1), -- the first is 1
  sent_on date not null,
  due_date date not null,
  open_ore bigint not null, -- left of the invoice that day
  earlier_ore bigint not null, -- fees of earlier reminders, less what had been paid of fees and interest
  fee_ore bigint not null, -- this reminder's own
  interest_ore bigint not null, -- from the day after the invoice's due date to that day
  made_at timestamp not null,
  made_by text not null constraint reminder_by_fk references account (id),
  constraint reminder_number_taken unique (invoice_id, number),
  constraint reminder_once_a_day unique (invoice_id, sent_on)
);
