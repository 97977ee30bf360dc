-- settings holds what may be shown; secrets the writeOnly settings, encrypted; secrets_key the id of the key it was done with.
create table destination (
    id          bigint generated always as identity primary key,
    name        text        not null unique check (length(name) between 1 and 200),
    connector   text        not null,
    settings    jsonb       not null default '{}',
    secrets     bytea,
    secrets_key bigint,
    state       text        not null default 'ready' check (state in ('ready', 'needs-attention')),
    problem     jsonb,
    created_at  timestamptz not null,
    changed_at  timestamptz not null
);

create table sync (
    id               bigint generated always as identity primary key,
    name             text             not null unique check (length(name) between 1 and 200),
    segments         bigint[]         not null check (cardinality(segments) > 0),
    destination      bigint           not null references destination,
    mode             text             not null,
    delete_behaviour text             not null,
    match_key        text             not null,
    mapping          jsonb            not null,
    audience         jsonb            not null default '{}',
    purpose          text,
    holdout          double precision not null default 0 check (holdout >= 0 and holdout < 1),
    cron             text,
    zone             text,
    removal_share    double precision not null,
    removal_rows     bigint           not null,
    trigger          text             not null check (trigger in ('manual', 'schedule', 'segment')),
    created_at       timestamptz      not null,
    changed_at       timestamptz      not null,
    check ((trigger = 'schedule') = (cron is not null))
);
create index sync_destination on sync (destination);
create index sync_segments on sync using gin (segments);
