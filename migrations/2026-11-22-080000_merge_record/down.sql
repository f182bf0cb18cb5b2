drop table customer_merge;
