-- What came beside the invoice's own amount. amount_ore is what met the invoice (1500); the money that came is the sum of
-- the four. A reversal is a row of its own with the signs turned.
alter table payment add column over_ore bigint not null default 0; -- past what was open: a debt to the customer (2900)
alter table payment add column fee_ore bigint not null default 0; -- of reminders' fees
alter table payment add column interest_ore bigint not null default 0; -- for paying late
alter table payment add column kind text not null default 'money'; -- money, credit (from 2900), moved (of a credited invoice, to 2900)
alter table payment add column reverses text; -- the payment that this one takes back
create unique index payment_reversed_once on payment (reverses);

-- What the farm owes its customers (2900), movement by movement. Rows are added and never changed.
create table customer_credit (
  id text not null constraint customer_credit_pk primary key,
  customer_id text not null constraint customer_credit_customer_fk references customer (id),
  kind text not null, -- over, prepaid, used, paid_back, moved
  amount_ore bigint not null, -- more is owed: positive; less: negative
  moved_on date not null,
  payment_id text constraint customer_credit_payment_fk references payment (id), -- of over, used and moved
  voucher_id text not null constraint customer_credit_voucher_fk references voucher (id),
  registered_at timestamp not null,
  registered_by text constraint customer_credit_by_fk references account (id)
);
create index customer_credit_customer on customer_credit (customer_id);

-- A file from the bank that was taken in. Rows are added and never changed.
create table bank_file (
  id text not null constraint bank_file_pk primary key,
  digest text not null constraint bank_file_taken unique, -- SHA-256 of its bytes
  kind text not null constraint bank_file_kind_known check (kind in ('ocr', 'camt')),
  name text not null,
  entries bigint not null, -- as the file has them, those known from other files too
  sum_ore bigint not null, -- in, less out
  taken_at timestamp not null,
  taken_by text constraint bank_file_by_fk references account (id) -- null: the command line
);

-- A movement on the account, as a file tells it. Rows are added and never changed.
create table bank_entry (
  id text not null constraint bank_entry_pk primary key,
  file_id text not null constraint bank_entry_file_fk references bank_file (id),
  line bigint not null, -- where in the file
  bank_key text not null constraint bank_entry_taken unique, -- the bank's reference with date, KID and amount: the same in every file
  booked_on date not null, -- the bank's day
  amount_ore bigint not null, -- out of the account: negative
  kid text not null,
  reference text not null, -- the bank's own, as it was written
  payer text not null,
  message text not null,
  fate text not null, -- paid: met its invoice; else why it waits: unknown, credited, twice, out, reversal
  payment_id text constraint bank_entry_payment_fk references payment (id), -- of paid
  voucher_id text constraint bank_entry_voucher_fk references voucher (id) -- null: nothing is booked before it is settled
);
create index bank_entry_file on bank_entry (file_id, line);
create index bank_entry_alike on bank_entry (booked_on, kid, amount_ore);
create index bank_entry_waits on bank_entry (booked_on) where fate <> 'paid';
create index bank_entry_voucher on bank_entry (voucher_id);

-- What a person answered an entry that waited. Rows are added and never changed.
create table bank_settling (
  entry_id text not null constraint bank_settling_pk primary key constraint bank_settling_entry_fk references bank_entry (id),
  how text not null, -- invoice, customer, paid_back, reversed, passed_over
  payment_id text constraint bank_settling_payment_fk references payment (id),
  voucher_id text constraint bank_settling_voucher_fk references voucher (id), -- null: nothing was booked
  note text not null,
  settled_at timestamp not null,
  settled_by text not null constraint bank_settling_by_fk references account (id)
);
