-- Whose run of a site is active, for installations that share this history. Times are epoch seconds by this database's clock.
create table run_lock (
    site varchar(64) primary key,
    token varchar(36) not null,
    owner varchar(300) not null,
    host varchar(255) not null,
    process bigint not null,
    since bigint not null,
    beat bigint not null
);
