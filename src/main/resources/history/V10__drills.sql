-- Archives that a real Moodle restored, to see whether it can, and what became of it. Times are epoch seconds.
create table drill (
    course_id bigint not null,
    started bigint not null,
    ended bigint not null,
    cause varchar(20) not null,
    result varchar(12) not null,
    reason varchar(2000),
    file_name varchar(300),
    made bigint,
    row_count bigint not null,
    primary key (course_id, started)
);
create index drill_started on drill (started);

-- When an archive of the course was last proved restorable, and when that archive had been made; null if never.
alter table course add column proved bigint;
alter table course add column proved_made bigint;
-- Why the last drill failed; null if it did not, or there was none.
alter table course add column drill_failed varchar(2000);
