drop table customer_key;
drop table customer;
