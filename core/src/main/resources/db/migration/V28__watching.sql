-- When a model learns again besides its schedule, and the trait across which it should treat customers alike.
alter table model add column retraining jsonb;
alter table model add column sensitive text;

-- The customers a version scored when it was learned, as quantiles and shares. Versions from before have none.
create table model_reference (
    model     bigint not null,
    version   int    not null,
    reference jsonb  not null,
    primary key (model, version),
    foreign key (model, version) references model_version on delete cascade
);

-- What looks at models found; the latest ones are kept. look counts those at one version: each may spend less doubt than the one before.
-- drifting: how many things drift, first of them worst; worse: it ranks surely worse than when it was learned.
create table model_look (
    model    bigint      not null references model on delete cascade,
    number   int         not null,
    version  int         not null,
    look     int         not null,
    at       timestamptz not null,
    drifting int         not null,
    worst    text,
    worse    boolean     not null,
    result   jsonb       not null,
    primary key (model, number)
);

alter table run drop constraint run_kind_check;
alter table run add constraint run_kind_check check (kind in ('import', 'training', 'duplicates', 'look'));
