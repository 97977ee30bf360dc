-- uplift: by how much sending changes the probability of an experiment's event, from -1 to 1; below 0 it keeps from it.
-- What an experiment kept of this was a report that gave nobody a score: it is learned anew as a model.
alter table model drop constraint model_kind_check;
alter table model add constraint model_kind_check check (kind in ('clustering', 'prediction', 'value', 'uplift'));
alter table experiment drop column uplift;
