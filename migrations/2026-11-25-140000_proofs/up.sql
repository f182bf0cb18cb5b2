-- What leaves with a person: proofs that others can check, and the link to the farm, which is cut on wish.

-- That a proof was made. What it says is with its holder alone; here is the digest of it.
create table proof (
  id text not null constraint proof_pk primary key, -- 128 random bits, hex; stands in the proof itself
  resident_id text not null constraint proof_resident_fk references resident (id),
  digest text not null, -- SHA-256 of the signed text, hex
  issued_at timestamp not null,
  withdrawn_at timestamp, -- for error only
  withdrawn_by text constraint proof_withdrawn_fk references account (id),
  withdrawal_note text not null default '' -- what was wrong; for the farm's own eyes
);
create index proof_resident on proof (resident_id, issued_at);

-- All that the check page asks: the proofs that hold, by the digest of their id. A withdrawn one is taken
-- out, and is then as one that never was.
create table proof_in_force (
  id_digest text not null constraint proof_in_force_pk primary key -- SHA-256, hex
);

-- That someone wishes the link between their name and the farm cut. Two say yes, then some days go by in
-- which either may change their mind, and then it is done.
create table link_cut (
  id text not null constraint link_cut_pk primary key,
  resident_id text not null constraint link_cut_resident_fk references resident (id),
  wished_at timestamp not null,
  agreed_at timestamp, -- by a leader
  agreed_by text constraint link_cut_agreed_fk references account (id),
  due_at timestamp, -- not before this
  stopped_at timestamp, -- someone changed their mind
  cut_at timestamp
);
create unique index link_cut_open on link_cut (resident_id) where stopped_at is null and cut_at is null;

insert into setting (name, valid_from, value, source) values
  ('link_cut.days', '2000-01-01', '7', 'house rule: a week to change one''s mind');
