-- One row per conversion, once per remote id and source of it. profile is null while nobody with these identifiers is known.
create table conversion (
    id          bigint generated always as identity primary key,
    destination bigint references destination,
    remote_id   text           not null check (length(remote_id) between 1 and 500),
    profile     int,
    identifiers jsonb          not null default '{}',
    type        text           not null check (length(type) between 1 and 200),
    at          timestamptz    not null,
    value       numeric        not null default 0,
    currency    text           not null default '',
    received_at timestamptz    not null,
    event       uuid,
    sync        bigint,
    run         bigint,
    exposed_at  timestamptz,
    unique nulls not distinct (destination, remote_id)
);
create index conversion_profile on conversion (profile, at desc);
create index conversion_unknown on conversion (id) where profile is null;
create index conversion_sync on conversion (sync, at desc) where sync is not null;
