-- Scores came after the tables that tell replicas what is gone (V3).
create function note_removed_scores() returns trigger language plpgsql as $$
begin
    insert into replica_removal (model, profile) select model, profile from gone;
    return null;
end $$;

create trigger score_removed after delete on score referencing old table as gone
    for each statement execute function note_removed_scores();
create trigger score_truncated after truncate on score for each statement execute function note_truncation();
