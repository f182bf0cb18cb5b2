-- An entry from the bank may be answered more than once: a payment that a person takes back lets it wait anew. Each answer and
-- each taking back is a row of its own, by turn; the last one says how it stands. No constraint of a table can be changed where
-- SQLite keeps it, so the table is made anew.
create table bank_settling_by_turn (
  entry_id text not null constraint bank_settling_entry_fk references bank_entry (id),
  turn integer not null constraint bank_settling_turn_positive check (turn >= 1), -- the first is 1
  how text not null, -- invoice, customer, paid_back, reversed, passed_over; reopened: it waits again
  payment_id text constraint bank_settling_payment_fk references payment (id), -- of reopened: the taking back
  voucher_id text constraint bank_settling_voucher_fk references voucher (id), -- null: nothing was booked
  note text not null,
  settled_at timestamp not null,
  settled_by text not null constraint bank_settling_by_fk references account (id),
  constraint bank_settling_turn_pk primary key (entry_id, turn)
);
insert into bank_settling_by_turn (entry_id, turn, how, payment_id, voucher_id, note, settled_at, settled_by)
  select entry_id, 1, how, payment_id, voucher_id, note, settled_at, settled_by from bank_settling;
drop table bank_settling;
alter table bank_settling_by_turn rename to bank_settling;
create index bank_settling_payment on bank_settling (payment_id);
create index bank_settling_reopened on bank_settling (entry_id) where how = 'reopened';
create index bank_entry_payment on bank_entry (payment_id);
