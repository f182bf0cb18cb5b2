-- A customer's order: a part per enterprise, each with its own state.
create table customer_order (
  id text not null constraint customer_order_pk primary key,
  number text not null constraint customer_order_number_taken unique,
  token text not null constraint customer_order_token_taken unique, -- 128 random bits: the status link
  channel text not null constraint customer_order_channel_known check (channel in ('shop', 'api', 'desk', 'import')),
  ordered_on date not null,
  placed_at timestamp not null,
  placed_by text constraint customer_order_by_fk references account (id), -- the desk's account
  customer_id text constraint customer_order_customer_fk references customer (id), -- a guest has none until the invoice
  customer_kind text not null,
  name text not null,
  org_number text,
  email text not null,
  phone text not null,
  street text not null,
  postcode text not null,
  city text not null,
  delivery text not null constraint customer_order_delivery_known check (delivery in ('collect', 'deliver')),
  delivery_date date not null,
  delivery_time text not null,
  delivery_address text not null,
  buyer_reference text not null,
  order_reference text not null,
  message text not null,
  total_ore bigint not null, -- as ordered, VAT included
  state text not null constraint customer_order_state_known check (state in
    ('received', 'confirmed', 'delivered', 'invoiced', 'paid', 'credited', 'cancelled')) -- follows its parts
);
create index customer_order_state on customer_order (state, delivery_date);

create table order_part (
  order_id text not null constraint order_part_order_fk references customer_order (id),
  enterprise_id text not null constraint order_part_enterprise_fk references enterprise (id),
  state text not null constraint order_part_state_known check (state in
    ('received', 'confirmed', 'delivered', 'cancelled')),
  delivered_on date,
  constraint order_part_pk primary key (order_id, enterprise_id)
);

create table order_line (
  order_id text not null constraint order_line_order_fk references customer_order (id),
  line integer not null,
  enterprise_id text not null,
  offering_id text not null constraint order_line_offering_fk references offering (id),
  name text not null,
  kind text not null,
  unit text not null,
  vat_code text not null,
  unit_price_ore bigint not null,
  quantity_milli bigint not null constraint order_line_quantity_positive check (quantity_milli > 0),
  gross_ore bigint not null,
  delivered_milli bigint, -- the real quantity, when it differs
  delivered_gross_ore bigint,
  may_withdraw boolean not null,
  withdrawal_reason text not null,
  constraint order_line_pk primary key (order_id, line)
);

-- Each step after the first, with who and when.
create table order_step (
  id text not null constraint order_step_pk primary key,
  order_id text not null constraint order_step_order_fk references customer_order (id),
  enterprise_id text, -- null: the whole order
  step text not null, -- confirmed, delivered, cancelled, invoiced, paid, credited, withdrawal, address
  taken_at timestamp not null,
  by_account text constraint order_step_by_fk references account (id), -- null: the customer or the program
  note text not null
);
create index order_step_order on order_step (order_id);
