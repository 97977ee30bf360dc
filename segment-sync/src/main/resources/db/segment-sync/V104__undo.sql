-- A run that takes back what another one did.
alter table delivery_run add undoes bigint;
