-- Why courses fail or lack something, and what the site looked like day by day. Times are epoch seconds, sizes bytes.

-- A reason with what differs from course to course left out; the id is a hash of that.
create table cause (
    id varchar(40) primary key,
    message varchar(2000) not null,
    first_seen bigint not null,
    last_seen bigint not null
);

-- The causes of what became of a course in the last run that worked on it, and how often each was named.
create table course_cause (
    course_id bigint not null,
    cause_id varchar(40) not null,
    times int not null,
    primary key (course_id, cause_id)
);
create index course_cause_cause on course_cause (cause_id, course_id);

-- How many courses had a newest good archive of which age at the end of a day (days since the epoch, in the schedule's time zone), and
-- the room for archives; -1 if that was not known.
create table site_day (
    epoch_day bigint primary key,
    courses bigint not null,
    fresh bigint not null,
    week bigint not null,
    mon bigint not null,
    older bigint not null,
    none bigint not null,
    skipped bigint not null,
    oldest bigint not null,
    free bigint not null,
    total bigint not null
);

-- SQL statements sent for the courses of a run.
alter table run add column statements bigint default 0 not null;
update run set statements = coalesce((select sum(outcome.statements) from outcome where outcome.run_id = run.id), 0);
