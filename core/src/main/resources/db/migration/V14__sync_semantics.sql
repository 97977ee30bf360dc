-- By what a person is found who lacks the match key, in this order.
alter table sync add column fallback_keys text[] not null default '{}';

-- What was called skip is called keep: the field keeps what it has. To skip is to send nothing about the person.
update sync set mapping = jsonb_set(mapping, '{fields}', (
    select jsonb_agg(case when field ->> 'whenMissing' = 'skip' then jsonb_set(field, '{whenMissing}', '"keep"') else field end order by place)
      from jsonb_array_elements(mapping -> 'fields') with ordinality as fields (field, place)))
 where jsonb_path_exists(mapping, '$.fields[*] ? (@.whenMissing == "skip")');
