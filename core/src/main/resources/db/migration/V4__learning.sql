create table model (
    id         bigint generated always as identity primary key,
    name       text        not null,
    kind       text        not null check (kind in ('clustering', 'prediction')),
    definition jsonb       not null,
    champion   int,
    cron       text,
    zone       text,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    check ((cron is null) = (zone is null))
);

-- body: what scores customers, in a format of ours (never serialised objects); kept while the version may come back by rollback
create table model_version (
    model       bigint      not null references model on delete cascade,
    number      int         not null,
    status      text        not null check (status in ('challenger', 'champion', 'retired', 'refused')),
    cause       text        not null,
    body        bytea       not null,
    provenance  jsonb       not null,
    metrics     jsonb       not null,
    decision    jsonb       not null,
    report      jsonb       not null,
    promoted_by text,
    promoted_at timestamptz,
    created_at  timestamptz not null,
    primary key (model, number)
);
create unique index model_version_one_champion on model_version (model) where status = 'champion';

-- value: a probability, or the number of a cluster; null once the customer has left the model's population (a deleted row could not be followed)
-- version: the version that last changed the value
create table score (
    model   bigint not null references model on delete cascade,
    profile int    not null,
    value   double precision,
    version int    not null,
    changed xid8   not null default pg_current_xact_id(),
    primary key (model, profile)
);
create index score_changed on score (changed);

create trigger score_stamp before update on score for each row execute function stamp_changed();
