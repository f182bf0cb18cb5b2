drop table held_file;
update evidence set entry_id = let_go_entry_id where let_go_entry_id in (select id from hour_entry);
alter table evidence drop column let_go_entry_id;
