-- Invoices and credit notes in one gap-free series. Rows are added and never changed.
create table invoice (
  id text not null constraint invoice_pk primary key,
  number bigint not null constraint invoice_number_taken unique,
  kind text not null constraint invoice_kind_known check (kind in ('invoice', 'credit_note')),
  order_id text not null constraint invoice_order_fk references customer_order (id),
  customer_id text not null constraint invoice_customer_fk references customer (id),
  credits text constraint invoice_credited_once unique constraint invoice_credits_fk references invoice (id),
  invoice_date date not null,
  delivered_on date not null,
  due_date date not null,
  kid text not null, -- a credit note carries its invoice's
  total_ore bigint not null, -- VAT included; negative on a credit note
  seller text not null, -- JSON: the seller as it stood
  buyer text not null, -- JSON: the buyer as it stood
  voucher_id text not null constraint invoice_voucher_fk references voucher (id),
  issued_at timestamp not null,
  issued_by text constraint invoice_by_fk references account (id)
);
create unique index invoice_once_an_order on invoice (order_id) where kind = 'invoice';
create unique index invoice_kid_taken on invoice (kid) where kind = 'invoice';
create index invoice_date on invoice (invoice_date);

create table invoice_line (
  invoice_id text not null constraint invoice_line_invoice_fk references invoice (id),
  line integer not null,
  order_line integer not null,
  enterprise_id text not null,
  name text not null,
  unit text not null,
  quantity_milli bigint not null,
  unit_price_ore bigint not null,
  gross_ore bigint not null,
  net_ore bigint not null,
  vat_code text not null,
  rate_bp integer not null,
  account text not null,
  constraint invoice_line_pk primary key (invoice_id, line)
);

create table invoice_vat (
  invoice_id text not null constraint invoice_vat_invoice_fk references invoice (id),
  vat_code text not null,
  rate_bp integer not null,
  gross_ore bigint not null,
  base_ore bigint not null,
  vat_ore bigint not null,
  constraint invoice_vat_pk primary key (invoice_id, vat_code)
);

create table payment (
  id text not null constraint payment_pk primary key,
  invoice_id text not null constraint payment_invoice_fk references invoice (id),
  paid_on date not null,
  amount_ore bigint not null,
  voucher_id text not null constraint payment_voucher_fk references voucher (id),
  registered_at timestamp not null,
  registered_by text constraint payment_by_fk references account (id)
);
create index payment_invoice on payment (invoice_id);
