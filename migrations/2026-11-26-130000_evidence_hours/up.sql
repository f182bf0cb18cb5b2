-- Evidence that is taken back lets go of the hours it points at, so that they may be put right; which they
-- were is kept beside, to be had back with it.
alter table evidence add column let_go_entry_id text;
update evidence set let_go_entry_id = entry_id, entry_id = null where withdrawn_at is not null;

-- What came with a form that was refused, a picture for instance, held for an hour by the form's key.
create table held_file (
  scope text not null, -- the caller and the path
  form_key text not null,
  body text not null,
  held_at timestamp not null,
  constraint held_file_pk primary key (scope, form_key)
);
