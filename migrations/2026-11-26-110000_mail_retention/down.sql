drop index outbox_to_forget;
drop index mail_to_forget;
delete from setting where name in ('mail.files_kept_days', 'mail.kept_days');
