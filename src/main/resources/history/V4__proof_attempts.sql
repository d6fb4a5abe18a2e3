-- Which courses were compared with Moodle's own archives, and what became of it; the verdicts are in proof. Times are epoch
-- seconds.

create table proof_attempt (
    course_id bigint not null,
    started bigint not null,
    ended bigint not null,
    cause varchar(20) not null,
    result varchar(12) not null,
    reason varchar(2000),
    primary key (course_id, started)
);
create index proof_attempt_started on proof_attempt (started);
