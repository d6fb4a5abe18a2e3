-- File names that archives were to get in the target folder, written down before the archives were made: by them an archive
-- is known to be ours even when the process ended between publishing it and recording it. Epoch seconds.

create table planned_name (
    course_id bigint not null,
    started bigint not null,
    file_name varchar(255) not null,
    primary key (course_id, started)
);
