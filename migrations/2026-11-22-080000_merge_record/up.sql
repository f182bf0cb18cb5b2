-- Who found two customers to be one, and when. Rows are never changed and never removed.
create table customer_merge (
  id text not null constraint customer_merge_pk primary key,
  old_id text not null constraint customer_merge_once unique
    constraint customer_merge_old_fk references customer (id),
  kept_id text not null constraint customer_merge_kept_fk references customer (id),
  merged_at timestamp not null,
  merged_by text not null constraint customer_merge_by_fk references account (id)
);
create index customer_merge_kept on customer_merge (kept_id);
