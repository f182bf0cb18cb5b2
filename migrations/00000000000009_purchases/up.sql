-- Simple receipts. Booked on their date; paid from the bank when paid_on is known.

-- The opaque id that postings name a supplier by.
create table supplier (
  id text not null constraint supplier_pk primary key,
  name text not null constraint supplier_name_taken unique
);

create table purchase (
  id text not null constraint purchase_pk primary key,
  receipt text not null constraint purchase_receipt_taken unique,
  purchase_date date not null,
  supplier text not null,
  enterprise_id text not null constraint purchase_enterprise_fk references enterprise (id),
  account text not null,
  vat_code text not null,
  gross_ore bigint not null,
  net_ore bigint not null,
  vat_ore bigint not null,
  paid_on date,
  voucher_id text not null constraint purchase_voucher_fk references voucher (id),
  payment_voucher_id text constraint purchase_payment_fk references voucher (id)
);
create index purchase_by_date on purchase (purchase_date);
