drop table look;
drop table api_token;
drop table session;
drop table one_time_link;
drop table mentorship;
drop table resident;
drop table account_role;
drop table account;
