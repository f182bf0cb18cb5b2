-- What could not be worded waits for its next try, and is shown to those who can mend what stops it.
alter table outbox add column attempts integer not null default 0;
alter table outbox add column next_try_at timestamp; -- none: at once
alter table outbox add column failure text; -- why no mail could be worded, last time
