-- The MLflow server that is told of trainings: one, or none. token is encrypted. Versions made before since are not told of.
create table tracking_server (
    one_row     boolean     primary key default true check (one_row),
    url         text        not null,
    experiment  text        not null,
    user_name   text,
    token       bytea,
    since       timestamptz not null,
    reported_at timestamptz,
    problem     text
);

-- The server's run of each version. A version without one, or with one that is not complete, is owed.
create table tracked_version (
    model    bigint  not null,
    number   int     not null,
    run      text    not null,
    complete boolean not null,
    primary key (model, number),
    foreign key (model, number) references model_version on delete cascade
);
