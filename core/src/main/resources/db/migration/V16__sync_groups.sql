-- Of the audiences of one group at one destination a person is in one only: that of the lowest rank.
alter table sync add column group_name text check (length(group_name) between 1 and 100);
alter table sync add column group_rank int check (group_rank > 0);
alter table sync add check ((group_name is null) = (group_rank is null));
create index sync_group on sync (destination, group_name) where group_name is not null;
