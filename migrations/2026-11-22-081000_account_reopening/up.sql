-- Who let someone in again after their account had ended.
create table account_reopening (
  id text not null constraint account_reopening_pk primary key,
  account_id text not null constraint account_reopening_account_fk references account (id),
  ended_at timestamp not null, -- when it had ended
  reopened_at timestamp not null,
  reopened_by text not null constraint account_reopening_by_fk references account (id)
);
create index account_reopening_account on account_reopening (account_id);
