drop table hours_kept;
drop table hour_entry;
