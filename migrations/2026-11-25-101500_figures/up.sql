-- What was told of persons as counts, kept as it was told: a late row, or one that is taken away, must not move a
-- figure that somebody has read, as the difference would be a count of its own.
create table figure_published (
  figure text not null, -- which table
  until date not null, -- the last day that it counts
  line text not null, -- empty: the sum of the lines
  part text not null, -- empty: the sum of the parts
  value bigint, -- null: neither shown nor to be reckoned
  shown boolean not null,
  published_at timestamp not null,
  constraint figure_published_pk primary key (figure, until, line, part)
);
