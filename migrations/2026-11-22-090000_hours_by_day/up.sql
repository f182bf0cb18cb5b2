-- Approved rows of all enterprises by their day: part months of reports, and the rows behind a sum.
create index hour_entry_day on hour_entry (entry_date) where state = 'approved';
