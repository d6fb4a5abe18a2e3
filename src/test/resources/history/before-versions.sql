-- A history as the program made and filled it before its schema had versions: never change this file.

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

create table if not exists outcome_unread (
    run_id bigint not null,
    course_id bigint not null,
    table_name varchar(100) not null,
    row_count bigint not null,
    primary key (run_id, course_id, table_name)
);

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

insert into run (id, cause, process, state, reason, started, ended, offered, ok, warned, skipped, failed, bytes) values
    (1795753672132, 'schedule', 'process 71 on moodle1', 'finished', null, 1795753672, 1795753679, 4, 1, 1, 1, 1, 31000),
    (1795840072000, 'command', 'process 80 on moodle1', 'running', null, 1795840072, null, 0, 0, 0, 0, 0, 0);

insert into outcome (run_id, course_id, shortname, fullname, result, reason, started, ended, millis, bytes, entries,
    statements, warnings) values
    (1795753672132, 2, 'GARDEN', 'Garden café', 'OK', null, 1795753673, 1795753675, 1210, 12000, 41, 73, 0),
    (1795753672132, 6, 'HARBOUR', 'Harbour', 'SKIPPED', 'hidden', 1795753675, 1795753675, 3, 0, 0, 1, 0),
    (1795753672132, 8, 'MAPS', 'Maps of old', 'WARNING', 'A file is missing.', 1795753675, 1795753677, 1805, 19000, 52,
        81, 2),
    (1795753672132, 9, 'LOST', 'Lost', 'FAILED', 'It has no context.', 1795753677, 1795753678, 12, 0, 0, 4, 0);

insert into outcome_warning (run_id, course_id, seq, message) values
    (1795753672132, 8, 1, 'A file is missing.'),
    (1795753672132, 8, 2, 'Nobody described mod_bridge.');
insert into outcome_rows (run_id, course_id, table_name, row_count) values
    (1795753672132, 2, 'forum', 2),
    (1795753672132, 2, 'forum_posts', 117);
insert into outcome_unread (run_id, course_id, table_name, row_count) values (1795753672132, 8, 'bridge', 5);

insert into archive (run_id, course_id, seq, location, result, bytes, started, made, removed) values
    (1795753672132, 2, 1, 'backup-moodle2-course-2-garden-20261127-0427.mbz', 'OK', 12000, 1795753673, 1795753675, null),
    (1795753672132, 2, 2, 'sftp://backup/garden.mbz', 'OK', 12000, 1795753673, 1795753675, 1795760000),
    (1795753672132, 8, 1, 'backup-moodle2-course-8-maps-20261127-0427.mbz', 'WARNING', 19000, 1795753675, 1795753677,
        null);

insert into course (course_id, shortname, fullname, visible, status, result, reason, run_id, ended, millis, next_start,
    good_run, good_started, good_made, good_bytes) values
    (2, 'GARDEN', 'Garden café', 1, '1', 'OK', null, 1795753672132, 1795753675, 1210, 1795834800, 1795753672132,
        1795753673, 1795753675, 12000),
    (6, 'HARBOUR', 'Harbour', 0, '3', 'SKIPPED', 'hidden', 1795753672132, 1795753675, 0, 1795834800, null, 0, 0, 0),
    (8, 'MAPS', 'Maps of old', 1, '4', 'WARNING', 'A file is missing.', 1795753672132, 1795753677, 1805, 1795834800,
        1795753672132, 1795753675, 1795753677, 19000),
    (9, 'LOST', 'Lost', 1, '0', 'FAILED', 'It has no context.', 1795753672132, 1795753678, 0, 1795757279, null, 0, 0, 0),
    (11, 'NEW', 'Not yet run', 1, '5', null, null, null, 0, 0, 0, null, 0, 0, 0);

insert into delivery (id, kind, subject, content, created, attempts, next_try, delivered, given_up, error) values
    ('6a0f6d6e-0a66-4c22-9a5e-8f8b5f6f2c11', 'mail', 'Course backups: 1 failed', 'LOST failed.', 1795753680, 2,
        1795754280, null, null, 'Connection refused');
