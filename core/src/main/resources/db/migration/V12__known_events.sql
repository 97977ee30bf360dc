-- When an event became known here, about the customer it belongs to: when it arrived, or when a merge brought it to them. Null for history,
-- which counts as known when it happened: what a source tells of the time before it was connected, and what was here before this column.
alter table event add column known_at timestamptz;

update event e set known_at = c.received_at from conversion c where c.event = e.key;
