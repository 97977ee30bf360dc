-- value: the money expected of each customer within a horizon; a score of such a model is an amount
alter table model drop constraint model_kind_check;
alter table model add constraint model_kind_check check (kind in ('clustering', 'prediction', 'value'));
