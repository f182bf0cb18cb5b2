-- The books. Rows are added and never changed: see src/db/guards.rs.

-- Percentages by SAF-T code and date.
create table vat_rate (
  code text not null,
  valid_from date not null,
  rate_bp integer not null constraint vat_rate_range check (rate_bp between 0 and 9999),
  source text not null,
  constraint vat_rate_pk primary key (code, valid_from)
);
insert into vat_rate (code, valid_from, rate_bp, source) values
  ('3', '2005-01-01', 2500, 'Stortingets vedtak om merverdiavgift § 2'),
  ('31', '2012-01-01', 1500, 'Stortingets vedtak om merverdiavgift § 3'),
  ('33', '2018-01-01', 1200, 'Stortingets vedtak om merverdiavgift § 4'),
  ('5', '1970-01-01', 0, 'merverdiavgiftsloven kap. 6'),
  ('6', '1970-01-01', 0, 'merverdiavgiftsloven kap. 3 II'),
  ('7', '1970-01-01', 0, 'SAF-T: no VAT treatment'),
  ('1', '2005-01-01', 2500, 'Stortingets vedtak om merverdiavgift § 2'),
  ('11', '2012-01-01', 1500, 'Stortingets vedtak om merverdiavgift § 3'),
  ('13', '2018-01-01', 1200, 'Stortingets vedtak om merverdiavgift § 4'),
  ('0', '1970-01-01', 0, 'SAF-T: no VAT treatment');

create table voucher (
  id text not null constraint voucher_pk primary key,
  fiscal_year integer not null,
  number bigint not null,
  kind text not null constraint voucher_kind_known check (kind in
    ('sale', 'credit_note', 'payment', 'purchase', 'purchase_payment', 'correction')),
  voucher_date date not null,
  posted_at timestamp not null,
  by_account text constraint voucher_by_fk references account (id), -- never a resident; null: the program
  document text not null, -- the invoice's or receipt's number, as printed
  content_digest text, -- SHA-256 of what the document says, hex; so that the chain holds that too
  corrects text constraint voucher_corrects_fk references voucher (id),
  text_digest text not null, -- salted SHA-256 of the words, hex
  previous_hash text not null,
  hash text not null, -- SHA-256 of the canonical text, hex; see ledger/chain.rs
  constraint voucher_number_taken unique (fiscal_year, number)
);

create index voucher_corrects on voucher (corrects) where corrects is not null;

-- Names and free text of a voucher. May be removed when the law says so; the chain holds its digest.
create table voucher_text (
  voucher_id text not null constraint voucher_text_pk primary key
    constraint voucher_text_voucher_fk references voucher (id),
  salt text not null,
  words text not null
);

create table posting (
  voucher_id text not null constraint posting_voucher_fk references voucher (id),
  line integer not null,
  account text not null,
  amount_ore bigint not null, -- debit positive, credit negative
  enterprise_id text constraint posting_enterprise_fk references enterprise (id),
  vat_code text,
  vat_base_ore bigint, -- on a VAT posting: what the tax was computed of
  party text, -- customer or supplier, an opaque id
  entry_date date not null, -- the voucher's
  period integer not null, -- 202601
  constraint posting_pk primary key (voucher_id, line)
);
create index posting_account on posting (account, entry_date);
create index posting_date on posting (entry_date);

-- Kept in the posting's own transaction. '' where a posting has no enterprise or VAT code.
create table balance (
  account text not null,
  enterprise_id text not null,
  vat_code text not null,
  period integer not null,
  amount_ore bigint not null,
  vat_base_ore bigint not null,
  postings bigint not null,
  constraint balance_pk primary key (period, account, enterprise_id, vat_code)
);

create table closed_term (
  year integer not null,
  term integer not null constraint closed_term_range check (term between 1 and 6),
  closed_at timestamp not null,
  closed_by text constraint closed_term_by_fk references account (id),
  constraint closed_term_pk primary key (year, term)
);
