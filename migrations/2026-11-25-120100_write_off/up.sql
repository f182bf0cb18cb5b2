-- A debt that is lost: proposed by one person, settled by another.
create table write_off (
  id text not null constraint write_off_pk primary key,
  invoice_id text not null constraint write_off_invoice_fk references invoice (id),
  state text not null constraint write_off_state_known check (state in
    ('proposed', 'declined', 'booked', 'reopened')),
  amount_ore bigint not null constraint write_off_positive check (amount_ore > 0), -- left of the invoice, VAT included
  reason text not null,
  proposed_at timestamp not null,
  proposed_by text not null constraint write_off_proposer_fk references account (id),
  settled_at timestamp,
  settled_by text constraint write_off_settler_fk references account (id),
  voucher_id text constraint write_off_voucher_fk references voucher (id), -- the loss
  reopened_at timestamp,
  reopened_by text constraint write_off_reopener_fk references account (id),
  reopening_reason text not null,
  reopening_voucher_id text constraint write_off_reopening_voucher_fk references voucher (id), -- its mirror image
  constraint write_off_by_two check (state in ('proposed', 'declined') or settled_by <> proposed_by),
  constraint write_off_has_voucher check (state in ('proposed', 'declined') or voucher_id is not null)
);
create unique index write_off_once on write_off (invoice_id) where state in ('proposed', 'booked');
create index write_off_invoice on write_off (invoice_id);

alter table voucher drop constraint voucher_kind_known;
alter table voucher add constraint voucher_kind_known check (kind in
  ('sale', 'credit_note', 'payment', 'purchase', 'purchase_payment', 'correction', 'write_off'));
