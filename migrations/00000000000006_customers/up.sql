-- Those who buy. One row an organisation number; merged rows point to the one kept.
create table customer (
  id text not null constraint customer_pk primary key,
  kind text not null constraint customer_kind_known check (kind in ('private', 'business', 'public')),
  name text not null,
  org_number text,
  email text not null,
  phone text not null,
  street text not null,
  postcode text not null,
  city text not null,
  merged_into text constraint customer_merged_fk references customer (id),
  created_at timestamp not null
);
create unique index customer_org_number_taken on customer (org_number)
  where org_number is not null and merged_into is null;

-- The names an import knows a customer by.
create table customer_key (
  known_as text not null constraint customer_key_pk primary key,
  customer_id text not null constraint customer_key_customer_fk references customer (id)
);
