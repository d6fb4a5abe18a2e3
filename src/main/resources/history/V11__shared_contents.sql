-- Archives that share the contents of files with earlier ones. Sizes are bytes.

-- One hash for all of the archive, known in parts: contents that it shares were read when they came into an earlier archive, so
-- that there may be no hash of the whole file; null if it was not taken.
alter table archive add column digest varchar(64);
-- Size, time and number of the file when it was read back, by which it is recognised without being read; null if contents can't be
-- shared with it.
alter table archive add column stamp varchar(70);

-- How the contents of files got into the archives, and what was read for them: of the pool, of earlier archives, and to read them back.
alter table outcome add column cloned bigint default 0 not null;
alter table outcome add column copied bigint default 0 not null;
alter table outcome add column bytes_read bigint default 0 not null;
alter table announced_archive add column cloned bigint default 0 not null;
alter table announced_archive add column copied bigint default 0 not null;
alter table announced_archive add column bytes_read bigint default 0 not null;
alter table run add column cloned bigint default 0 not null;
alter table run add column copied bigint default 0 not null;
alter table run add column bytes_read bigint default 0 not null;
