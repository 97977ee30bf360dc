-- Finding a customer by the beginning of any of their identifiers, whatever its case.
create index identity_beginning on identity (lower(value) text_pattern_ops);
