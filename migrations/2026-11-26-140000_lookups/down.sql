drop index session_kiosk;
drop index customer_merged;
drop index purchase_voucher;
drop index posting_party;
drop index invoice_order;
drop index order_part_state;
