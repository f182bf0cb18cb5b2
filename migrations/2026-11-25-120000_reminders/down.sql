drop table reminder;
drop table reminder_term;
