-- A sync may run after an import of one of its sources, after one of its models, or after all of its parent syncs.
alter table sync drop constraint sync_trigger_check;
alter table sync add check (trigger in ('manual', 'schedule', 'segment', 'import', 'model', 'sync'));
alter table sync add column upstream bigint[] not null default '{}';
alter table sync add check ((trigger in ('import', 'model', 'sync')) = (cardinality(upstream) > 0));
