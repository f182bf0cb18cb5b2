-- Mentor and leader tick off parts of a plan too; whose it is sees who did it, and when.
alter table plan_element add column done_by text constraint plan_element_done_by_fk references account (id);
alter table plan_element add column done_at timestamp;
