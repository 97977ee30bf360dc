-- Runs that compare only those who changed.

-- compared_at: when everybody was last compared and all that differed was worked off. Null while a run is on, and whenever
-- one did not come to its end: then the next looks at everybody. compare_all: somebody asked for that in the meantime.
alter table delivery_sync
    add column compared_at timestamptz,
    add column compare_all boolean not null default false;

-- scope: portable Roaring bitmap of the profiles a run compares; null = everybody. The same for the run that is to follow.
alter table delivery_run
    add column scope         bytea,
    add column again_scope   bytea,
    add column again_trigger text not null default 'again';
