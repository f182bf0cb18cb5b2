-- What is looked up in tables that grow with the years. Each order writes its parts, and none of the
-- others: an index on the order itself or on the outbox would cost every order more than it saves.
create index order_part_state on order_part (state, enterprise_id);
create index invoice_order on invoice (order_id);
create index posting_party on posting (party, account, entry_date) where party is not null;
create index purchase_voucher on purchase (voucher_id);
create index customer_merged on customer (merged_into) where merged_into is not null;
create index session_kiosk on session (kiosk_id) where kiosk_id is not null;
