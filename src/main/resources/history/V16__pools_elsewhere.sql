-- Contents in pools besides that of the target folder: on servers, and at the second target. Times are epoch seconds, sizes bytes.
create table place_content (
  -- which place: the beginning of a hash of its address
  place varchar(16) not null,
  sha1 varchar(40) not null,
  bytes bigint not null,
  -- empty for one that a listing found and nobody has read
  sha256 varchar(64) not null,
  -- when it was last seen there with its size
  seen bigint not null,
  -- when it was brought there, or last read there; 0 if neither
  checked bigint not null,
  -- until then the place refuses to delete it; null if it was told nothing
  locked_until bigint,
  -- since when no archive is known to refer to it; null if one does
  unused_since bigint,
  primary key (place, sha1)
);
-- When the contents there were listed last, by the first two digits of their hashes.
create table place_listing (
  place varchar(16) not null,
  first_digits varchar(2) not null,
  listed bigint not null,
  primary key (place, first_digits)
);
-- What the archives there refer to, as read from their own lists: the first 64 bits of each hash, in parts of one line.
create table place_reference (
  place varchar(16) not null,
  archive varchar(255) not null,
  part int not null,
  -- of the archive's file, by which another of the same name is told apart
  bytes bigint not null,
  parts int not null,
  contents varchar(4000) not null,
  primary key (place, archive, part)
);
