-- Who is sent when somebody differs: changes, or everybody as a snapshot.
alter table sync add column told text not null default 'changes';
