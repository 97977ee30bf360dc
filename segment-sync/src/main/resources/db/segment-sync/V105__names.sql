-- The upper 16 of the 64 bits of a fingerprint are the mark of the name a member was sent under; zero = not known, as for
-- all that was sent before. The lower 48 stay what they were, so nobody is sent again.
update delivery_chunk set fingerprints =
    decode(regexp_replace(encode(fingerprints, 'hex'), '(....)(............)', '0000\2', 'g'), 'hex');
update delivery_receipt set fingerprints =
    decode(regexp_replace(encode(fingerprints, 'hex'), '(....)(............)', '0000\2', 'g'), 'hex')
    where fingerprints is not null;
update delivery_batch set fingerprints =
    decode(regexp_replace(encode(fingerprints, 'hex'), '(....)(............)', '0000\2', 'g'), 'hex');
update delivery_refusal set fingerprint = fingerprint & 281474976710655;
