-- Names taken away from a profile when a file was read again under another mapping. Destinations may still have the person
-- under them, and have to be told the name to remove it. What a merge takes away is in profile_merge.
create table former_identity (
  profile   int not null references profile,
  namespace text not null,
  value     text not null,
  gone_at   timestamptz not null default now(),
  primary key (profile, namespace, value)
);
