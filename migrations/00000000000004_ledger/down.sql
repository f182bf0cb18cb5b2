drop table closed_term;
drop table balance;
drop table posting;
drop table voucher_text;
drop table voucher;
drop table vat_rate;
