-- Whether our archives equalled Moodle's own on this site: the latest comparison of each component and course. The version is
-- the component's in Moodle. Times are epoch seconds.

create table if not exists proof (
    component varchar(100) not null,
    version varchar(40) not null,
    course_id bigint not null,
    differences int not null,
    difference varchar(2000),
    made bigint not null,
    primary key (component, version, course_id)
);

-- Which components each course has something of, as of the last time it was looked at.
create table if not exists course_component (
    course_id bigint not null,
    component varchar(100) not null,
    primary key (course_id, component)
);
