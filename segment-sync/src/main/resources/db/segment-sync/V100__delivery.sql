-- State of delivery: what destinations confirmed, what is on its way, what was refused. PostgreSQL 15 or later.

do $$ begin
    if to_regclass('run_id') is null then
        create sequence run_id;
    end if;
end $$;

-- One row per sync that was ever queued. token is the fencing token: every recording transaction updates this row
-- "where token = mine", so a process that lost its lease can record nothing.
create table delivery_sync (
    sync           bigint      primary key,
    account        text        not null default '',
    token          bigint      not null default 0,
    owner          text,
    leased_until   timestamptz,
    remote_id      text,
    resync         boolean     not null default false,
    failing_since  timestamptz,
    failures       int         not null default 0,
    paused_code    text,
    paused_message text        not null default '',
    paused_field   text        not null default '',
    paused_incident text       not null default '',
    paused_at      timestamptz
);
create index delivery_sync_account on delivery_sync (account);

create table delivery_run (
    id               bigint      primary key default nextval('run_id'),
    sync             bigint      not null references delivery_sync on delete cascade,
    state            text        not null check (state in ('queued', 'running', 'completed', 'completed-with-errors', 'failed', 'cancelled', 'paused')),
    trigger          text        not null,
    confirmed        boolean     not null default false,
    cancelling       boolean     not null default false,
    again            boolean     not null default false,
    queued_at        timestamptz not null,
    started_at       timestamptz,
    finished_at      timestamptz,
    not_before       timestamptz,
    phase            text        not null default 'compare',
    done             bigint      not null default 0,
    total            bigint      not null default 0,
    added_accepted   bigint      not null default 0,
    added_rejected   bigint      not null default 0,
    changed_accepted bigint      not null default 0,
    changed_rejected bigint      not null default 0,
    removed_accepted bigint      not null default 0,
    removed_rejected bigint      not null default 0,
    skipped          bigint      not null default 0,
    invalid          bigint      not null default 0,
    requests         bigint      not null default 0,
    problem          jsonb,
    guard            jsonb
);
create unique index delivery_run_open on delivery_run (sync) where state in ('queued', 'running', 'paused');
create index delivery_run_sync on delivery_run (sync, id desc);

-- What the destination confirmed, by chunks of 65,536 profile numbers. members: portable Roaring bitmap of profile
-- numbers modulo 65,536. fingerprints: eight bytes each, big-endian, in ascending order of members; zero = unknown.
create table delivery_chunk (
    sync         bigint not null references delivery_sync on delete cascade,
    chunk        int    not null,
    size         int    not null,
    members      bytea  not null,
    fingerprints bytea  not null,
    primary key (sync, chunk)
) with (autovacuum_vacuum_scale_factor = 0.05);
alter table delivery_chunk alter column fingerprints set storage external;
alter table delivery_chunk alter column members set storage external;

-- Evidence of what was accepted. With fingerprints: not yet merged into the chunks. Without: merged, one row per run
-- and change, kept as history within a budget.
create table delivery_receipt (
    id           bigint      generated always as identity primary key,
    sync         bigint      not null references delivery_sync on delete cascade,
    run          bigint      not null,
    change       text        not null check (change in ('added', 'changed', 'removed', 'unclear', 'released')),
    size         int         not null,
    first        int         not null,
    last         int         not null,
    members      bytea       not null,
    fingerprints bytea,
    at           timestamptz not null
) with (autovacuum_vacuum_scale_factor = 0.05);
create index delivery_receipt_unmerged on delivery_receipt (sync, id) where fingerprints is not null;
create index delivery_receipt_run on delivery_receipt (sync, run);

-- Batches on their way, written before they are sent. After a crash, state 'sending' means: may have arrived.
create table delivery_batch (
    key          text        primary key,
    sync         bigint      not null references delivery_sync on delete cascade,
    run          bigint      not null,
    change       text        not null check (change in ('added', 'changed', 'removed')),
    state        text        not null check (state in ('sending', 'unclear', 'job')),
    size         int         not null,
    members      bytea       not null,
    fingerprints bytea       not null,
    decided_at   timestamptz not null,
    opened_at    timestamptz not null,
    ticket       jsonb,
    look_again   timestamptz
);
create index delivery_batch_sync on delivery_batch (sync);

-- One row per member that is currently not in the wanted state for a reason of its own.
create table delivery_refusal (
    sync        bigint      not null references delivery_sync on delete cascade,
    profile     int         not null,
    change      text        not null check (change in ('added', 'changed', 'removed')),
    state       text        not null check (state in ('rejected', 'invalid', 'skipped')),
    fingerprint bigint      not null,
    code        text        not null,
    field       text        not null,
    message     text        not null,
    vendor_code text        not null,
    request     text        not null default '',
    response    text        not null default '',
    run         bigint      not null,
    since       timestamptz not null,
    due         boolean     not null,
    primary key (sync, profile)
);
create index delivery_refusal_cause on delivery_refusal (sync, code, field);

-- How far feedback has been read, per account.
create table delivery_feedback (
    feed    text        primary key,
    cursor  text        not null,
    read_at timestamptz not null
);
