-- An EHF on its way to an access point, once a document. The id is the key by which the receiver
-- knows a second copy.
create table ehf_delivery (
  id text not null constraint ehf_delivery_pk primary key,
  invoice_id text not null constraint ehf_delivery_invoice_fk references invoice (id)
    constraint ehf_delivery_once unique,
  state text not null constraint ehf_delivery_state_known check (state in ('queued', 'sent', 'failed')),
  queued_at timestamp not null,
  queued_by text constraint ehf_delivery_by_fk references account (id),
  attempts integer not null,
  next_try_at timestamp not null,
  sent_at timestamp,
  answer text not null -- what was answered last, in words for people
);
create index ehf_delivery_waiting on ehf_delivery (next_try_at) where state = 'queued';

-- A document that was mailed to its customer, by whom.
create table invoice_mailing (
  id text not null constraint invoice_mailing_pk primary key,
  invoice_id text not null constraint invoice_mailing_invoice_fk references invoice (id),
  recipient text not null,
  queued_at timestamp not null,
  queued_by text constraint invoice_mailing_by_fk references account (id)
);
create index invoice_mailing_invoice on invoice_mailing (invoice_id);

-- What goes with a mail, as it was when the mail was written.
create table mail_attachment (
  mail_id text not null constraint mail_attachment_mail_fk references mail (id),
  place integer not null,
  name text not null,
  content_type text not null,
  content text not null, -- base64
  constraint mail_attachment_pk primary key (mail_id, place)
);
