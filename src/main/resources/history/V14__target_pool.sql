-- Contents in the pool of the target (store.layout=shared-pool). Times are epoch seconds, sizes bytes.
create table pool_content (
  sha1 varchar(40) not null primary key,
  bytes bigint not null,
  sha256 varchar(64) not null,
  -- size, time and number of the file when it was read, by which it is recognised without being read
  stamp varchar(70) not null,
  checked bigint not null
);
-- Contents that no archive refers to, and since when that is known.
create table pool_unused (
  sha1 varchar(40) not null primary key,
  since bigint not null
);
-- What was found wrong in the pool, and what became of it.
create table pool_finding (
  sha1 varchar(40) not null primary key,
  found bigint not null,
  finding varchar(2000) not null
);
