-- Courses that have archives and that Moodle no longer has, since it was first noticed (epoch seconds).
create table if not exists deleted_course (
    course_id bigint primary key,
    shortname varchar(255) not null,
    fullname varchar(1333) not null,
    noticed bigint not null
);
