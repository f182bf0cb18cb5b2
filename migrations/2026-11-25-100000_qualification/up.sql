-- What people learn by their work: curricula with their goals, routes to a certificate, evidence with
-- its stamps, and the plan that resident and mentor make together. Nothing here is a mark or a rank, and no row
-- says why someone was away.

create table curriculum (
  code text not null constraint curriculum_pk primary key, -- TMF03-02, or one of the farm's own
  name text not null,
  kind text not null constraint curriculum_kind_known check (kind in ('trade', 'school', 'own')),
  certificate text not null, -- svennebrev, fagbrev, or empty
  source text not null, -- Grep, or the farm
  read_at timestamp not null
);

create table goal (
  id text not null constraint goal_pk primary key,
  curriculum_code text not null constraint goal_curriculum_fk references curriculum (code),
  code text not null, -- KM1234, or one of the farm's own
  words text not null,
  set_code text not null, -- the aim set it stands in, KV370; empty for the farm's own
  place integer not null, -- in the curriculum's own order
  ended_at timestamp, -- no longer in the curriculum; what was reached stays
  constraint goal_code_taken unique (curriculum_code, code)
);

-- The enterprises in which a curriculum's trade is practised: whose hours count.
create table curriculum_practice (
  curriculum_code text not null constraint curriculum_practice_curriculum_fk references curriculum (code),
  enterprise_id text not null constraint curriculum_practice_enterprise_fk references enterprise (id),
  constraint curriculum_practice_pk primary key (curriculum_code, enterprise_id)
);

-- Which work can give a goal: an enterprise's daily work, or one of its offerings.
create table goal_work (
  id text not null constraint goal_work_pk primary key,
  goal_id text not null constraint goal_work_goal_fk references goal (id),
  enterprise_id text not null constraint goal_work_enterprise_fk references enterprise (id),
  offering_id text constraint goal_work_offering_fk references offering (id)
);
create unique index goal_work_daily on goal_work (goal_id, enterprise_id) where offering_id is null;
create unique index goal_work_offering on goal_work (goal_id, offering_id) where offering_id is not null;

-- How months are counted, by the rule of the day.
create table route_rule (
  kind text not null,
  valid_from date not null,
  months_needed integer not null, -- of practice
  minutes_needed bigint not null, -- or this many; 0: months alone decide
  full_month_minutes integer not null, -- a full post's month
  full_from_bp integer not null, -- a month of at least this part of a full one is a whole month
  stretch_months integer not null, -- fewer months in a row count nothing
  recent_years integer not null,
  recent_part_bp integer not null, -- at least this part is not older than the years above
  year_months_max integer not null,
  needs_wage boolean not null, -- closed without a wage contract, and counted from it
  from_start boolean not null, -- counted from the day the route began, as a contract is
  source text not null,
  constraint route_rule_pk primary key (kind, valid_from)
);
insert into route_rule values
  ('apprentice', '2000-01-01', 24, 0, 8700, 8000, 2, 10, 5000, 12, false, true,
    'opplæringslova; hovedmodellen 2+2, to år i bedrift'),
  ('learning_candidate', '2000-01-01', 12, 0, 8700, 8000, 2, 10, 5000, 12, false, true,
    'opplæringslova; lærekandidat, 1–4 år med egne mål'),
  ('practice_candidate', '2000-01-01', 60, 522000, 8700, 8000, 2, 10, 5000, 12, false, false,
    'opplæringslova, praksiskandidat: 25 % lengre enn læretida; Agder fylkeskommunes beregning av praksis'),
  ('on_the_job', '2000-01-01', 12, 0, 8700, 8000, 2, 10, 5000, 12, true, false,
    'opplæringslova, fagbrev på jobb: minst 12 måneders praksis, lønnet arbeid');

-- A way to a certificate that a resident is on; several at a time, and the same hours count on each.
create table route (
  id text not null constraint route_pk primary key,
  resident_id text not null constraint route_resident_fk references resident (id),
  kind text not null constraint route_kind_known check (kind in
    ('apprentice', 'learning_candidate', 'practice_candidate', 'on_the_job')),
  curriculum_code text not null constraint route_curriculum_fk references curriculum (code),
  started_on date not null,
  wage_contract_on date,
  opened_by text not null constraint route_opened_fk references account (id),
  opened_at timestamp not null,
  ended_on date, -- the last day
  ended_by text constraint route_ended_fk references account (id)
);
create unique index route_once on route (resident_id, kind, curriculum_code) where ended_on is null;

-- Something a person did, shown by themselves.
create table evidence (
  id text not null constraint evidence_pk primary key,
  resident_id text not null constraint evidence_resident_fk references resident (id),
  enterprise_id text constraint evidence_enterprise_fk references enterprise (id),
  happened_on date not null,
  words text not null, -- may be empty when there is a photo or an hour entry
  photo_media_type text,
  photo_base64 text, -- written anew from its pixels, so without what the camera wrote in it
  entry_id text constraint evidence_entry_fk references hour_entry (id),
  made_by text not null constraint evidence_by_fk references account (id),
  made_at timestamp not null,
  withdrawn_at timestamp
);
create index evidence_resident on evidence (resident_id, happened_on);

-- One to three goals a piece of evidence points at.
create table evidence_goal (
  evidence_id text not null constraint evidence_goal_evidence_fk references evidence (id),
  goal_id text not null constraint evidence_goal_goal_fk references goal (id),
  constraint evidence_goal_pk primary key (evidence_id, goal_id)
);
create index evidence_goal_goal on evidence_goal (goal_id);

-- The mentor's "sett" and the skilled person's "godkjent"; only the second counts. "Not yet" comes with a line.
create table evidence_stamp (
  id text not null constraint evidence_stamp_pk primary key,
  evidence_id text not null constraint evidence_stamp_evidence_fk references evidence (id),
  kind text not null constraint evidence_stamp_kind_known check (kind in ('seen', 'approved', 'not_yet')),
  words text not null,
  stamped_by text not null constraint evidence_stamp_by_fk references account (id),
  stamped_at timestamp not null,
  undone_at timestamp
);
create unique index evidence_stamp_approved on evidence_stamp (evidence_id) where kind = 'approved' and undone_at is null;
create index evidence_stamp_evidence on evidence_stamp (evidence_id);

-- Elements of the plan beside the routes: school, and the centre's own goals.
create table plan_element (
  id text not null constraint plan_element_pk primary key,
  resident_id text not null constraint plan_element_resident_fk references resident (id),
  kind text not null constraint plan_element_kind_known check (kind in
    ('primary_school', 'upper_secondary', 'economy', 'cooking', 'cleaning', 'other')),
  words text not null,
  started_on date not null,
  done_on date,
  added_by text not null constraint plan_element_by_fk references account (id),
  added_at timestamp not null,
  taken_away_at timestamp
);
create index plan_element_resident on plan_element (resident_id);

-- The model's three steps: inner tasks; work or school outside; developing products. The newest counts.
create table model_step (
  id text not null constraint model_step_pk primary key,
  resident_id text not null constraint model_step_resident_fk references resident (id),
  step integer not null constraint model_step_known check (step between 1 and 3),
  from_date date not null,
  set_by text not null constraint model_step_by_fk references account (id),
  set_at timestamp not null
);
create index model_step_resident on model_step (resident_id, from_date);

-- A pause takes nothing away, and there is no column for its reason.
create table pause (
  id text not null constraint pause_pk primary key,
  resident_id text not null constraint pause_resident_fk references resident (id),
  first_day date not null,
  last_day date, -- null: until one is back
  set_by text not null constraint pause_by_fk references account (id),
  set_at timestamp not null,
  constraint pause_range check (last_day is null or last_day >= first_day)
);
create index pause_resident on pause (resident_id);

-- A half-year talk, and what the two agreed.
create table talk (
  id text not null constraint talk_pk primary key,
  resident_id text not null constraint talk_resident_fk references resident (id),
  held_on date not null,
  next_on date,
  held_by text not null constraint talk_by_fk references account (id),
  recorded_at timestamp not null
);
create index talk_resident on talk (resident_id, held_on);
create table talk_step (
  id text not null constraint talk_step_pk primary key,
  talk_id text not null constraint talk_step_talk_fk references talk (id),
  place integer not null,
  words text not null,
  done_on date
);
create index talk_step_talk on talk_step (talk_id);

-- "I'd like a word": asked by the resident, with no field for what it is about.
create table help_ask (
  id text not null constraint help_ask_pk primary key,
  resident_id text not null constraint help_ask_resident_fk references resident (id),
  asked_at timestamp not null,
  answered_at timestamp,
  answered_by text constraint help_ask_by_fk references account (id)
);
create unique index help_ask_open on help_ask (resident_id) where answered_at is null;

-- Becoming a mentor: wished by the one, agreed with the other; a step of its own on the way.
create table mentor_step (
  id text not null constraint mentor_step_pk primary key,
  resident_id text not null constraint mentor_step_resident_fk references resident (id),
  wished_by text not null constraint mentor_step_wished_fk references account (id),
  wished_at timestamp not null,
  resident_agreed_at timestamp,
  leader_agreed_at timestamp,
  leader_agreed_by text constraint mentor_step_leader_fk references account (id),
  withdrawn_at timestamp
);
create unique index mentor_step_open on mentor_step (resident_id)
  where withdrawn_at is null;

-- Set to a job of the day in order to learn a goal.
create table board_learning (
  board_hand_id text not null constraint board_learning_pk primary key
    constraint board_learning_hand_fk references board_hand (id),
  goal_id text not null constraint board_learning_goal_fk references goal (id)
);

-- What one left for, as three yes or no; shown as counts only.
create table departure (
  resident_id text not null constraint departure_pk primary key
    constraint departure_resident_fk references resident (id),
  left_on date not null,
  to_work boolean not null,
  own_home boolean not null,
  self_supporting boolean not null,
  recorded_by text not null constraint departure_by_fk references account (id),
  recorded_at timestamp not null
);
