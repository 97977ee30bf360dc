-- What sending brings: people who were treated and people who were held out, followed for so many days after they were enrolled. Either of a sync
-- with a holdout, or of two segments that somebody else divided. Neither is a foreign key: what was measured outlives them. uplift: the report
-- of whom it moves, as last learned.
create table experiment (
  id             bigint generated always as identity primary key,
  name           text not null unique check (length(name) between 1 and 200),
  sync           bigint,
  treated        bigint,
  held_out       bigint,
  held_out_share double precision not null check (held_out_share > 0 and held_out_share < 1),
  event          text not null check (length(event) between 1 and 200),
  within_days    int not null check (within_days between 1 and 365),
  measure        text not null check (measure in ('rate', 'count', 'amount')),
  created_at     timestamptz not null,
  started_at     timestamptz not null,
  ended_at       timestamptz,
  uplift         jsonb,
  check ((sync is null) = (treated is not null and held_out is not null) and (treated is null) = (held_out is null))
);

-- Everybody is enrolled once, and stays in the group they were drawn into, whatever becomes of segments and syncs. Bitmaps of profile numbers in
-- Roaring's portable format.
create table experiment_enrolment (
  experiment    bigint not null references experiment on delete cascade,
  at            timestamptz not null,
  treated       bytea not null,
  held_out      bytea not null,
  treated_size  bigint not null,
  held_out_size bigint not null,
  primary key (experiment, at)
);
