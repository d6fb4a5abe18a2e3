-- Where Moodle has the course: its category's id and name; 0 and empty before they were taken over.
alter table course add column category_id bigint default 0 not null;
alter table course add column category varchar(255) default '' not null;
create index course_category on course (category_id);
