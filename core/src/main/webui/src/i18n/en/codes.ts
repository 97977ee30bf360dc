/** What the delivery engine can say about a run, a row or its guard: the same words as its own explanations. */
export const codes: Record<string, { sentence: string; nextStep: string }> = {
  INVALID_SETTING: {
    sentence: 'The destination does not accept one of the settings.',
    nextStep: 'Open the destination or the sync, correct the marked setting and resume.',
  },
  AUDIENCE_GONE: {
    sentence: 'The audience no longer exists at the destination.',
    nextStep: 'Resume to have it made again and filled from scratch, or choose another audience.',
  },
  NOT_PERMITTED: { sentence: 'The account is not allowed to do this.', nextStep: 'Give the account the permission at the destination, then resume.' },
  LIMIT_REACHED: {
    sentence: "The destination's limit for this account is reached.",
    nextStep: 'Remove what is no longer needed there or raise the limit, then resume.',
  },
  VERSION_RETIRED: {
    sentence: 'The destination no longer offers this version of its interface.',
    nextStep: 'Set a newer API version on the destination, then resume.',
  },
  CREDENTIALS_REJECTED: {
    sentence: 'The destination refuses the credentials.',
    nextStep: 'An admin enters valid credentials on the destination; its syncs then resume.',
  },
  CREDENTIALS_EXPIRED: { sentence: 'The credentials have expired.', nextStep: 'An admin connects the destination again; its syncs then resume.' },
  IDENTIFIER_INVALID: { sentence: 'The identifier is not valid.', nextStep: 'Correct it at the source; the row is sent again by itself once it changes.' },
  IDENTIFIER_MISSING: {
    sentence: 'The identifier that the destination matches by is missing.',
    nextStep: 'Add it at the source, or choose another match key.',
  },
  FIELD_INVALID: {
    sentence: 'The destination does not accept the value of a field.',
    nextStep: 'Correct the value or the mapping of the named field, then re-send these rows.',
  },
  NOT_FOUND: {
    sentence: 'The destination has no record of this person.',
    nextStep: 'Use a sync mode that creates records, or create the record there, then retry.',
  },
  DUPLICATE: { sentence: 'The destination has several records that match this person.', nextStep: 'Merge them at the destination, then retry.' },
  CONFLICT: { sentence: 'The record was changed by somebody else at the same time.', nextStep: 'Re-send these rows.' },
  FORGOTTEN: { sentence: 'The person asked the destination to be forgotten.', nextStep: 'Nothing: the person must not be sent there again.' },
  RATE_LIMITED: { sentence: 'The destination asks us to slow down.', nextStep: 'Nothing: delivery goes on by itself.' },
  QUOTA_SPENT: {
    sentence: "The account's quota is used up.",
    nextStep: 'Nothing: delivery goes on when the quota renews. If that happens often, raise the quota.',
  },
  TIMEOUT: { sentence: 'The destination did not answer in time.', nextStep: 'Nothing: it is tried again by itself.' },
  UNAVAILABLE: { sentence: 'The destination is not available right now.', nextStep: 'Nothing: it is tried again by itself.' },
  CONNECTION: {
    sentence: 'The destination could not be reached.',
    nextStep: 'Nothing: it is tried again by itself. If it lasts, check the address and the network.',
  },
  ROW_LOCKED: { sentence: 'The record is locked at the destination.', nextStep: 'Nothing: it is tried again with the next run.' },
  BATCH_REFUSED: {
    sentence: 'The destination refuses this row without naming a cause.',
    nextStep: 'Compare the row with the mapping, correct it, then retry.',
  },
  MAYBE_APPLIED: {
    sentence: 'The answer got lost: the destination may have applied this change or not.',
    nextStep: 'Look it up at the destination. Re-send these rows only if a second time does no harm.',
  },
  BAD_RESPONSE: { sentence: 'The destination answered in a way that cannot be understood.', nextStep: 'Report the incident number to support, then resume.' },
  CONTRACT_BROKEN: { sentence: 'The connector did not keep its contract.', nextStep: "Report the incident number to the connector's author." },
  UNEXPECTED: { sentence: 'Something unexpected happened.', nextStep: 'Report the incident number to support.' },
  NO_CONSENT: { sentence: 'The person has not consented.', nextStep: 'Nothing: the person is sent once consent is given.' },
  NO_IDENTIFIER: { sentence: 'There is no identifier to send this person by.', nextStep: 'Add an identifier at the source, or choose another match key.' },
  SUPPRESSED: { sentence: 'The person is on the suppression list.', nextStep: 'Nothing: the suppression list decides.' },
  HOLDOUT: { sentence: 'The person is in the holdout of an experiment.', nextStep: 'Nothing: the experiment decides.' },
  FIELD_MISSING: {
    sentence: 'A field that this sync must not leave empty has no value.',
    nextStep: 'Add the value at the source, or let the mapping keep or clear the field.',
  },
  OTHER_AUDIENCE: {
    sentence: 'The person belongs to another audience of the same group.',
    nextStep: 'Nothing: everybody is in one of them only. The person comes once they left the other one.',
  },
  NOTHING_TO_SEND: { sentence: 'There is nothing to send about this person.', nextStep: 'Nothing, unless a mapping is missing.' },
  REMOVALS_EXCEED_LIMIT: {
    sentence: 'This run would remove more members than the sync allows.',
    nextStep: 'Check the segment and its source. If the removals are right, run again and confirm them.',
  },
  NOBODY_WANTED: {
    sentence: 'The segment is empty while the audience is not.',
    nextStep: 'Check the segment and its source. If the audience shall be emptied, run again and confirm.',
  },
  SOURCE_IN_DOUBT: {
    sentence: 'The data behind the segment cannot be trusted right now.',
    nextStep: 'Mend the last import. If the data is right, run again and confirm.',
  },
  UNDONE: {
    sentence: 'A run was undone, and the sync waits so that the next run does not do the same again.',
    nextStep: 'Change the segment or the sync first, then resume.',
  },
  RUN_NOT_OVER: { sentence: 'The run is not over yet.', nextStep: 'Cancel it or wait for its end, then undo it.' },
  RECEIPTS_GONE: {
    sentence: 'What this run did is no longer on record.',
    nextStep: 'Change the segment and run the sync: it brings the audience to what is wanted.',
  },
  NOBODY_IS_REMOVED: {
    sentence: 'This sync never removes anybody at its destination, so nothing can be taken back.',
    nextStep: 'Remove people at the destination itself.',
  },
  PAUSED_BY_HAND: { sentence: 'The sync was paused.', nextStep: 'Resume it when it shall go on.' },
  SYNC_GONE: { sentence: 'The sync no longer exists.', nextStep: 'Nothing: its runs have ended.' },
};
