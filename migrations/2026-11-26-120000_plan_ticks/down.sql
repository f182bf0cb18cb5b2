alter table plan_element drop column done_at;
alter table plan_element drop column done_by;
