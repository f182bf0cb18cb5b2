alter table route drop column wage_set_at;
alter table route drop column wage_set_by;
