drop table purchase;
drop table supplier;
