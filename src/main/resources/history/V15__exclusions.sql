-- Courses that somebody excluded from being backed up, until a day. Times are epoch seconds.
create table exclusion (
  course_id bigint not null primary key,
  reason varchar(500) not null,
  -- the last day (days since the epoch), and the moment at which it is over in the schedule's time zone
  until_day bigint not null,
  ends bigint not null,
  excluded_by varchar(255) not null,
  since bigint not null
);
