drop table funding;
drop table resident_days;
drop table running_cost;
