drop table membership;
drop table enterprise;
drop table seller;
