drop index bank_entry_payment;
drop index bank_settling_reopened;
drop index bank_settling_payment;
create table bank_settling_once (
  entry_id text not null constraint bank_settling_pk primary key constraint bank_settling_entry_fk references bank_entry (id),
  how text not null,
  payment_id text constraint bank_settling_payment_fk references payment (id),
  voucher_id text constraint bank_settling_voucher_fk references voucher (id),
  note text not null,
  settled_at timestamp not null,
  settled_by text not null constraint bank_settling_by_fk references account (id)
);
-- The last answer of each that does not wait.
insert into bank_settling_once (entry_id, how, payment_id, voucher_id, note, settled_at, settled_by)
  select s.entry_id, s.how, s.payment_id, s.voucher_id, s.note, s.settled_at, s.settled_by from bank_settling s
  where s.how <> 'reopened'
    and not exists (select 1 from bank_settling l where l.entry_id = s.entry_id and l.turn > s.turn);
drop table bank_settling;
alter table bank_settling_once rename to bank_settling;
