-- Of several values of one namespace (two e-mail addresses) the one told last is where a person is reached; the others stay names to
-- know them by. What was here before counts as never told again, so the first seen stays until another is told.
alter table identity add column told_at timestamptz not null default '-infinity';

-- The one definition of which it is. Ask for profiles by a parameter, not by a join: only then the index is used.
create view current_identity as
select distinct on (profile, namespace) profile, namespace, value
  from identity order by profile, namespace, told_at desc, first_seen, value;

-- What a merged profile was called is kept with the one that counted first.
update profile_merge m set detail = jsonb_set(m.detail, '{identities}', (
  select jsonb_agg(had.name order by i.first_seen, i.value)
    from jsonb_array_elements(m.detail -> 'identities') as had (name)
    left join identity i on i.namespace = had.name ->> 'namespace' and i.value = had.name ->> 'value'))
 where jsonb_array_length(m.detail -> 'identities') > 1;
