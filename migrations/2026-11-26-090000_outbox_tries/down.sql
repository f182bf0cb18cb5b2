alter table outbox drop column failure;
alter table outbox drop column next_try_at;
alter table outbox drop column attempts;
