-- external: made elsewhere and uploaded as a file; its versions are that file with what a person assigned to its inputs.
alter table model drop constraint model_kind_check;
alter table model add constraint model_kind_check check (kind in ('clustering', 'prediction', 'value', 'uplift', 'external'));

-- The file last uploaded for a model, until it becomes a version and after; opened anew whenever it is read, since nobody here wrote it.
create table model_file (
    model       bigint      primary key references model on delete cascade,
    name        text        not null,
    sha256      text        not null,
    body        bytea       not null,
    uploaded_by text        not null,
    uploaded_at timestamptz not null
);

-- reproduction: a version of a model is learned again, to see whether it comes out the same
alter table run drop constraint run_kind_check;
alter table run add constraint run_kind_check check (kind in ('import', 'training', 'duplicates', 'look', 'reproduction'));
