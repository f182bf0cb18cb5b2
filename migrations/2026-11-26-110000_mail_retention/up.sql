-- What a mail said is forgotten when it is no longer needed: its files first, then its words and its address.
insert into setting (name, valid_from, value, source) values
  ('mail.files_kept_days', '2000-01-01', '90', 'house rule: the document itself can always be set anew'),
  ('mail.kept_days', '2000-01-01', '1278', 'DOMAIN section 4: order papers 3.5 years; the order and the invoice stay');
create index mail_to_forget on mail (queued_at) where body <> '';
create index outbox_to_forget on outbox (queued_at) where payload <> '';
