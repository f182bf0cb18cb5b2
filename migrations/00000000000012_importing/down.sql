drop table imported_row;
