drop table figure_published;
