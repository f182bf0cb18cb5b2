drop table mail_attachment;
drop table invoice_mailing;
drop table ehf_delivery;
