-- sha256: of the body as it was stored; a version whose bytes are others by now (a disk, a restore gone wrong) scores nobody
alter table model_version add column sha256 bytea;
update model_version set sha256 = sha256(body);
alter table model_version alter column sha256 set not null;
