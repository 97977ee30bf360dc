-- The delivery engine draws the numbers of its runs from the same sequence, so one address space serves all kinds.
create sequence if not exists run_id;

create table run (
    id          bigint primary key default nextval('run_id'),
    kind        text        not null check (kind in ('import', 'training')),
    subject     bigint      not null,
    trigger     text        not null default 'manual',
    state       text        not null
        check (state in ('queued', 'running', 'completed', 'completed-with-errors', 'failed', 'cancelled', 'paused')),
    progress    jsonb       not null default '{}',
    result      jsonb,
    problem     jsonb,
    created_at  timestamptz not null,
    started_at  timestamptz,
    finished_at timestamptz
);
create index run_kind on run (kind, id desc);
create index run_subject on run (kind, subject, id desc);
