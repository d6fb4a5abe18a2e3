-- Courses whose new archive would have held what the newest good one holds. Times are epoch seconds.

-- Of all that the archive holds; null if it was not compared.
alter table archive add column fingerprint varchar(100);
-- The latest time at which the course was seen to be what the archive holds; null if never after it was made.
alter table archive add column confirmed bigint;
-- When it was last read back completely, after it was made; null if never.
alter table archive add column checked bigint;
-- When it was found to be damaged; null for a good one.
alter table archive add column damaged bigint;

alter table run add column unchanged int default 0 not null;

-- As of when the newest good archive is good: when it was made, or when it was last confirmed.
alter table course add column good_as_of bigint default 0 not null;
update course set good_as_of = good_made;
create index course_good_as_of on course (good_as_of, course_id);
