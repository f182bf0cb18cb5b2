-- The selling body, and the enterprises the residents run.

create table seller (
  id text not null constraint seller_pk primary key constraint seller_one check (id = 'seller'),
  org_number text not null,
  name text not null,
  legal_form text not null,
  vat_registered boolean not null,
  in_business_register boolean not null, -- Foretaksregisteret
  street text not null,
  postcode text not null,
  city text not null,
  bank_account text not null,
  email text not null,
  phone text not null,
  mode text not null constraint seller_mode_known check (mode in ('company', 'municipal_unit'))
);

create table enterprise (
  id text not null constraint enterprise_pk primary key,
  code text not null constraint enterprise_code_taken unique,
  name text not null,
  department text not null,
  internal boolean not null, -- sells nothing and is in no revenue report
  email text not null, -- where new orders are told; may be empty
  position integer not null, -- the enterprises' own order
  created_at timestamp not null
);

-- Who leads an enterprise, and who works in it.
create table membership (
  id text not null constraint membership_pk primary key,
  account_id text not null constraint membership_account_fk references account (id),
  enterprise_id text not null constraint membership_enterprise_fk references enterprise (id),
  part text not null constraint membership_part_known check (part in ('leads', 'works')),
  valid_from date not null,
  valid_to date, -- the last day
  granted_by text constraint membership_granted_fk references account (id),
  granted_at timestamp not null,
  ended_by text constraint membership_ended_fk references account (id),
  ended_at timestamp
);
create index membership_account on membership (account_id);
