drop table order_step;
drop table order_line;
drop table order_part;
drop table customer_order;
