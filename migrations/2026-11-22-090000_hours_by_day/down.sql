drop index hour_entry_day;
