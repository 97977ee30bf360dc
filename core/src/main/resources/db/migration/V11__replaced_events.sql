-- A replica appends events without looking for older versions of them: the row before a change is named like a row that is gone.
create trigger event_replaced after update on event referencing old table as gone
    for each statement execute function note_removed_events();
