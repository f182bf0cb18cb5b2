-- Courses: what is taught, each time it is held, who takes part, and the certificate that leaves with
-- the person. No row says why someone was away or signed off.

create table course (
  id text not null constraint course_pk primary key,
  code text not null constraint course_code_taken unique, -- FHJ
  name text not null,
  words text not null, -- what one learns, as residents read it
  places integer not null, -- proposed each time it is held
  valid_months integer constraint course_valid_some check (valid_months > 0), -- null: the certificate never expires
  remind_days integer not null constraint course_remind_some check (remind_days >= 0), -- before it expires
  share_percent integer not null constraint course_share_is_part check (share_percent between 1 and 100), -- of the sessions, for a certificate
  made_by text not null constraint course_maker_fk references account (id),
  made_at timestamp not null
);

-- A time that a course is held. Its two teachers are each an account, or from outside by name.
create table course_run (
  id text not null constraint course_run_pk primary key,
  course_id text not null constraint course_run_course_fk references course (id),
  places integer not null,
  taken integer not null, -- by those who have a place now; the row's lock against selling one twice
  place text not null,
  lived_account_id text constraint course_run_lived_fk references account (id), -- who teaches from own experience
  lived_name text not null, -- empty for an account
  trade_account_id text constraint course_run_trade_fk references account (id), -- who teaches from a profession
  trade_name text not null,
  planned_by text not null constraint course_run_planner_fk references account (id),
  planned_at timestamp not null,
  called_off_at timestamp,
  constraint course_run_never_oversold check (taken >= 0 and taken <= places)
);
create index course_run_course on course_run (course_id);

create table course_session (
  id text not null constraint course_session_pk primary key,
  run_id text not null constraint course_session_run_fk references course_run (id),
  held_on date not null,
  start_minute integer not null,
  end_minute integer not null,
  constraint course_session_has_length check (start_minute >= 0 and end_minute > start_minute and end_minute <= 1440),
  constraint course_session_taken unique (run_id, held_on, start_minute)
);

-- Someone who takes part, or waits to. The row stays when they sign off; a new one is made when they come back.
create table course_signup (
  id text not null constraint course_signup_pk primary key, -- by age, so the waiting list's order
  run_id text not null constraint course_signup_run_fk references course_run (id),
  resident_id text not null constraint course_signup_resident_fk references resident (id),
  municipality text not null, -- on the day, for the yearly report
  signed_up_at timestamp not null,
  place_at timestamp, -- null while they wait
  withdrawn_at timestamp
);
create unique index course_signup_once on course_signup (run_id, resident_id) where withdrawn_at is null;
create index course_signup_resident on course_signup (resident_id);

create table course_attendance (
  signup_id text not null constraint course_attendance_signup_fk references course_signup (id),
  session_id text not null constraint course_attendance_session_fk references course_session (id),
  was_there boolean not null, -- false: marked and taken back
  marked_by text not null constraint course_attendance_marker_fk references account (id),
  marked_at timestamp not null,
  constraint course_attendance_pk primary key (signup_id, session_id)
);

-- What leaves with the person; it keeps the words of its day and is never changed.
create table course_certificate (
  id text not null constraint course_certificate_pk primary key,
  number text not null constraint course_certificate_number_taken unique, -- KB2026-0001
  signup_id text not null constraint course_certificate_signup_fk references course_signup (id),
  resident_id text not null constraint course_certificate_resident_fk references resident (id),
  course_name text not null,
  teachers text not null, -- a line each; which of them has own experience is not told
  seller_name text not null,
  sessions integer not null, -- that the person was at
  minutes integer not null, -- of those
  first_day date not null,
  last_day date not null,
  issued_on date not null,
  expires_on date, -- the last day it holds
  remind_on date,
  issued_by text not null constraint course_certificate_issuer_fk references account (id),
  issued_at timestamp not null
);
create index course_certificate_signup on course_certificate (signup_id);
create index course_certificate_resident on course_certificate (resident_id);

-- Only because it was wrong: never for anything the person did.
create table course_certificate_error (
  certificate_id text not null constraint course_certificate_error_pk primary key
    constraint course_certificate_error_fk references course_certificate (id),
  error text not null constraint course_certificate_error_known check (error in
    ('wrong_person', 'wrong_course', 'wrong_date', 'was_not_held')),
  withdrawn_by text not null constraint course_certificate_error_by_fk references account (id),
  withdrawn_at timestamp not null
);

insert into setting (name, valid_from, value, source) values
  ('course.places_max', '2000-01-01', '70', 'Jæren Recovery College: kurs 12–15 plasser, forelesninger inntil 70');
