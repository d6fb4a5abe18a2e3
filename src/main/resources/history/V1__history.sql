-- The program's own memory. Plain enough for H2, PostgreSQL and MariaDB. Times are epoch seconds, sizes bytes.

create table if not exists run (
    id bigint primary key,
    cause varchar(20) not null,
    process varchar(100) not null,
    state varchar(12) not null,
    reason varchar(2000),
    started bigint not null,
    ended bigint,
    offered int default 0 not null,
    ok int default 0 not null,
    warned int default 0 not null,
    skipped int default 0 not null,
    failed int default 0 not null,
    bytes bigint default 0 not null
);

create table if not exists outcome (
    run_id bigint not null,
    course_id bigint not null,
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
    warnings int not null,
    primary key (run_id, course_id)
);
create index if not exists outcome_course on outcome (course_id, run_id);

create table if not exists outcome_warning (
    run_id bigint not null,
    course_id bigint not null,
    seq int not null,
    message varchar(2000) not null,
    primary key (run_id, course_id, seq)
);

create table if not exists outcome_rows (
    run_id bigint not null,
    course_id bigint not null,
    table_name varchar(100) not null,
    row_count bigint not null,
    primary key (run_id, course_id, table_name)
);

-- Rows of the course in tables that nothing reads.
create table if not exists outcome_unread (
    run_id bigint not null,
    course_id bigint not null,
    table_name varchar(100) not null,
    row_count bigint not null,
    primary key (run_id, course_id, table_name)
);

-- One row for each place an archive was published at; removed is set when retention takes it away.
create table if not exists archive (
    run_id bigint not null,
    course_id bigint not null,
    seq int not null,
    location varchar(2000) not null,
    result varchar(12) not null,
    bytes bigint not null,
    started bigint not null,
    made bigint not null,
    removed bigint,
    primary key (run_id, course_id, seq)
);
create index if not exists archive_course on archive (course_id, made);

-- Every course of the site with the latest of it, so that the page's lists are indexed, pageable queries of one table. What
-- Moodle knows (names, visible, status, times) is brought up to date around each run; result and reason are of the last run
-- that touched the course, null before the first.
create table if not exists course (
    course_id bigint primary key,
    shortname varchar(255) not null,
    fullname varchar(1333) not null,
    visible int default 1 not null,
    status varchar(1) default '5' not null,
    result varchar(12),
    reason varchar(2000),
    run_id bigint,
    ended bigint default 0 not null,
    millis bigint default 0 not null,
    next_start bigint default 0 not null,
    good_run bigint,
    good_started bigint default 0 not null,
    good_made bigint default 0 not null,
    good_bytes bigint default 0 not null
);
create index if not exists course_good on course (good_made, course_id);

-- What has to be sent somewhere: mails, webhook calls, copies to a second target. Tried until delivered or given up.
create table if not exists delivery (
    id varchar(36) primary key,
    kind varchar(20) not null,
    subject varchar(500) not null,
    content text not null,
    created bigint not null,
    attempts int default 0 not null,
    next_try bigint not null,
    delivered bigint,
    given_up bigint,
    error varchar(2000)
);
create index if not exists delivery_due on delivery (delivered, given_up, next_try);
