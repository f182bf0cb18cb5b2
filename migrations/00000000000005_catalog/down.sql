drop table order_stop;
drop table day_places;
drop table closed_day;
drop table offering_price;
drop table offering;
drop table photo;
