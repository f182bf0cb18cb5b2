-- Who said from which day there is a wage contract, and when; the newest word stands.
alter table route add column wage_set_by text constraint route_wage_by_fk references account (id);
alter table route add column wage_set_at timestamp;
