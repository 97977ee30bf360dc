-- Models whose champion cannot score: the version that cannot, since when, and the code of what stands in the way. Scores stay as they were.
-- The row goes with the first customers that the model scores again; of another version than the champion it means nothing.
create table model_silence (
    model   bigint      primary key references model on delete cascade,
    version int         not null,
    since   timestamptz not null,
    code    text        not null
);
