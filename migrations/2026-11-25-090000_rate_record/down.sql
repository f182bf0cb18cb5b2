drop table hour_rate_change;
