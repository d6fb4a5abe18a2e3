-- What archives are, byte by byte, so that damage is found later. Times are epoch seconds.

-- SHA-256 of the file as it was read back before it got its name, in hexadecimal digits; null if it was not taken.
alter table archive add column sha256 varchar(64);
-- What was wrong with it, or with its manifest, when it was last read; null if nothing.
alter table archive add column finding varchar(2000);
