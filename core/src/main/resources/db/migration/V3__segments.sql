create table segment (
    id           bigint generated always as identity primary key,
    name         text        not null,
    kind         text        not null check (kind in ('rule', 'cluster', 'prediction', 'list')),
    definition   jsonb,
    version      int         not null default 0,
    size         bigint      not null default 0,
    evaluated_at timestamptz,
    problem      jsonb,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    check ((kind = 'list') = (definition is null))
);
create unique index segment_name on segment (lower(name));

-- as_of: the moment that relative dates of the definition counted from. Changes that follow each other within an hour share a version
-- row, whose number moves on: begun_at is the first of them, created_at the last.
create table segment_version (
    segment    bigint      not null references segment on delete cascade,
    version    int         not null check (version > 0),
    definition jsonb,
    size       bigint      not null,
    entered    bigint      not null,
    left_count bigint      not null,
    as_of      timestamptz not null,
    cause      text        not null,
    begun_at   timestamptz not null,
    created_at timestamptz not null,
    primary key (segment, version)
);

-- bitmap: portable Roaring format, profile numbers modulo 65,536 of those with number / 65,536 = chunk; a chunk without members has no row
create table segment_chunk (
    segment bigint not null,
    version int    not null,
    chunk   int    not null,
    bitmap  bytea  not null,
    primary key (segment, version, chunk),
    foreign key (segment, version) references segment_version on delete cascade on update cascade
);
-- bitmaps are compressed already
alter table segment_chunk alter column bitmap set storage external;

-- What analytics replicas have to know beyond the rows they follow: which database this is, and which rows are gone.
create table replica_origin (
    id                  uuid  not null default gen_random_uuid(),
    removals_known_from xid8  not null default pg_current_xact_id()
);
create unique index replica_origin_one_row on replica_origin ((true));
insert into replica_origin default values;

-- One row for each row deleted from a followed table: of event with its key, of score with its model, of profile with neither.
create table replica_removal (
    key     uuid,
    model   bigint,
    profile int         not null,
    at      timestamptz not null default now(),
    changed xid8        not null default pg_current_xact_id()
);
create index replica_removal_changed on replica_removal (changed);
create index replica_removal_at on replica_removal (at);

create function note_removed_profiles() returns trigger language plpgsql as $$
begin
    insert into replica_removal (profile) select number from gone;
    return null;
end $$;

create function note_removed_events() returns trigger language plpgsql as $$
begin
    insert into replica_removal (key, profile) select key, profile from gone;
    return null;
end $$;

-- An emptied table names no rows: whoever follows begins anew.
create function note_truncation() returns trigger language plpgsql as $$
begin
    update replica_origin set id = gen_random_uuid();
    return null;
end $$;

create trigger profile_removed after delete on profile referencing old table as gone
    for each statement execute function note_removed_profiles();
create trigger profile_truncated after truncate on profile for each statement execute function note_truncation();
create trigger event_removed after delete on event referencing old table as gone
    for each statement execute function note_removed_events();
create trigger event_truncated after truncate on event for each statement execute function note_truncation();
