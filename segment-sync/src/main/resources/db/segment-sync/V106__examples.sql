-- One request and answer per cause, kept with one of the rows it was met by: gone with that row's refusal, and after a while.
-- Texts hold marks around whatever may tell of a person, so that whoever may not see it is shown the rest.
alter table delivery_refusal add column example_at timestamptz;
update delivery_refusal set request = '', response = '' where request <> '' or response <> '';
create index delivery_refusal_example on delivery_refusal (example_at) where example_at is not null;
