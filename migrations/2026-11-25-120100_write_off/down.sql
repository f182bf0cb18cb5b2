drop table write_off;
alter table voucher drop constraint voucher_kind_known;
alter table voucher add constraint voucher_kind_known check (kind in
  ('sale', 'credit_note', 'payment', 'purchase', 'purchase_payment', 'correction'));
