-- What cannot be deleted where it lies. Times are epoch seconds.

-- Until then the place refuses to delete the archive, as was told when it was brought there; null if it was told nothing.
alter table archive add column locked_until bigint;
-- When the place last refused to delete it; null if it never did.
alter table archive add column refused bigint;
