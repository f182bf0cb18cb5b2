drop table secret;
drop table setting;
drop table mail;
drop table outbox;
drop table idempotency;
drop table number_series;
