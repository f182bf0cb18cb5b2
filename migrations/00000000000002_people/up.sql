-- Accounts sign in. Residents stand apart: a row the law keeps names a resident by pseudonym only,
-- and the link to the account (and so to the name) can be cut.

create table account (
  id text not null constraint account_pk primary key,
  login text not null constraint account_login_taken unique,
  name text not null,
  password_hash text, -- argon2id; null until the one-time link is used
  created_at timestamp not null,
  ended_at timestamp -- no sign-in after this
);

create table account_role (
  id text not null constraint account_role_pk primary key,
  account_id text not null constraint account_role_account_fk references account (id),
  role text not null constraint account_role_known check (role in
    ('resident', 'mentor', 'work_leader', 'business_manager', 'leader', 'steering_group', 'auditor', 'admin')),
  valid_from date not null,
  valid_to date, -- the last day; null: until further notice
  granted_by text constraint account_role_granted_fk references account (id),
  granted_at timestamp not null,
  ended_by text constraint account_role_ended_fk references account (id),
  ended_at timestamp -- when someone ended it, at once
);
create index account_role_account on account_role (account_id);

create table resident (
  id text not null constraint resident_pk primary key,
  pseudonym text not null constraint resident_pseudonym_taken unique,
  account_id text constraint resident_account_taken unique
    constraint resident_account_fk references account (id),
  created_at timestamp not null
);

create table mentorship (
  id text not null constraint mentorship_pk primary key,
  mentor_account_id text not null constraint mentorship_mentor_fk references account (id),
  resident_id text not null constraint mentorship_resident_fk references resident (id),
  valid_from date not null,
  valid_to date, -- the last day
  granted_by text constraint mentorship_granted_fk references account (id),
  granted_at timestamp not null,
  ended_by text constraint mentorship_ended_fk references account (id),
  ended_at timestamp
);
create index mentorship_mentor on mentorship (mentor_account_id);

create table one_time_link (
  token_hash text not null constraint one_time_link_pk primary key, -- SHA-256, hex
  account_id text not null constraint one_time_link_account_fk references account (id),
  created_by text constraint one_time_link_by_fk references account (id),
  created_at timestamp not null,
  expires_at timestamp not null,
  used_at timestamp -- or when it was called back
);
create index one_time_link_account on one_time_link (account_id);

create table session (
  id_hash text not null constraint session_pk primary key, -- SHA-256 of the cookie, hex
  account_id text not null constraint session_account_fk references account (id),
  created_at timestamp not null,
  last_seen_at timestamp not null,
  ended_at timestamp
);
create index session_account on session (account_id);

create table api_token (
  id text not null constraint api_token_pk primary key, -- the token's jti
  account_id text not null constraint api_token_account_fk references account (id),
  created_at timestamp not null,
  expires_at timestamp not null,
  revoked_at timestamp
);
create index api_token_account on api_token (account_id);

-- Who looked at what about whom.
create table look (
  id text not null constraint look_pk primary key,
  looked_at timestamp not null,
  account_id text not null constraint look_account_fk references account (id),
  resident_id text not null constraint look_resident_fk references resident (id),
  what text not null
);
create index look_resident on look (resident_id, looked_at);
