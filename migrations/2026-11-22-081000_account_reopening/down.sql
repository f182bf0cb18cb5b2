drop table account_reopening;
