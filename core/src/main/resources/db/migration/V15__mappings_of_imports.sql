-- What an import read and how: a file that comes again after a change of its source's mapping is read both ways, and what differs is put right.
-- content is the SHA-256 of the unpacked file, in hexadecimal digits; of imports from before this version it is not known.
alter table import add mapping jsonb, add content text;
update import i set mapping = s.mapping from source s where s.id = i.source;
