drop table payment;
drop table invoice_vat;
drop table invoice_line;
drop table invoice;
