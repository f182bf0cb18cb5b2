-- What an import has said, cell by cell, so that a second one can be compared with it.
create table imported_row (
  kind text not null, -- orders, hours, …
  row_key text not null,
  cells text not null, -- JSON: column → text
  constraint imported_row_pk primary key (kind, row_key)
);
