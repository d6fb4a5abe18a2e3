-- What a course is about to become, written before its archive gets its final name and removed once it is recorded: so that an
-- archive whose process was killed in between is found. Times are epoch seconds, sizes bytes.
create table announced_archive (
    run_id bigint not null,
    course_id bigint not null,
    file_name varchar(300) not null,
    shortname varchar(255) not null,
    fullname varchar(1333) not null,
    result varchar(12) not null,
    reason varchar(2000),
    started bigint not null,
    ended bigint not null,
    millis bigint not null,
    bytes bigint not null,
    entries int not null,
    statements int not null,
    next_start bigint not null,
    details text not null,
    primary key (run_id, course_id)
);
create index announced_archive_course on announced_archive (course_id);
