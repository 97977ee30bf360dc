-- Pairs of profiles that may be the same person, and what people decided about them. content tells whether either has changed since: a pair
-- once dismissed comes back only then.
create table duplicate (
  id          bigint generated always as identity primary key,
  one         int not null references profile,
  other       int not null references profile,
  probability double precision not null,
  household   boolean not null,
  reasons     jsonb not null,
  content     bigint not null,
  state       text not null default 'open' check (state in ('open', 'merged', 'dismissed')),
  found_at    timestamptz not null,
  decided_at  timestamptz,
  decided_by  text,
  merge       bigint references profile_merge,
  unique (one, other),
  check (one < other)
);
create index duplicate_probable on duplicate (state, probability desc, id);
create index duplicate_other on duplicate (other);

-- What the search has learned and how far it has looked (transactions before seen are in it); automatic: from which probability on pairs are
-- merged without asking, absent: never.
create table duplicate_search (
  one_row   boolean primary key default true check (one_row),
  weights   jsonb,
  seen      xid8,
  automatic double precision check (automatic >= 0.9 and automatic <= 1)
);
insert into duplicate_search default values;

alter table run drop constraint run_kind_check;
alter table run add constraint run_kind_check check (kind in ('import', 'training', 'duplicates'));

-- A merge taken back stays on record.
alter table profile_merge add column undone_at timestamptz;
