-- A snapshot under way: everybody is told, part by part, and counts only once the last part went through. While the key is
-- set, the destination may have any part of it; only a whole snapshot says again what it has.
alter table delivery_sync add column snapshot_key text;
alter table delivery_sync add column snapshot_as_of timestamptz;
alter table delivery_sync add column snapshot_parts int not null default 0;
alter table delivery_sync add column snapshot_end text;

-- 'part': taken by the destination, and waiting for the rest of its snapshot.
alter table delivery_batch drop constraint delivery_batch_state_check;
alter table delivery_batch add constraint delivery_batch_state_check
    check (state in ('sending', 'unclear', 'job', 'part'));
