import { pluralFor } from '../format';

const plural = pluralFor('en');

export const privacy = {
  title: 'Privacy',
  intro: 'Who must never be sent to any destination, whatever segment they are in and whatever they allowed.',
  suppressed: 'Suppressed',
  suppress: 'Suppress people',
  suppressOne: 'Never send',
  suppressTitle: 'Never send this customer anywhere?',
  suppressText: 'All their identifiers are suppressed. Syncs that mirror a segment take them out of their audience with the next run.',
  isSuppressed: 'This customer is never sent to any destination.',
  identifier: 'Identifier',
  reason: 'Reason',
  reasonHint: 'For whoever asks later: a complaint, a legal request, a competitor.',
  since: 'Since',
  lift: 'Lift',
  liftTitle: (value: string) => `Lift the suppression of “${value}”?`,
  liftText: 'From the next run on they are sent again, where segment and consent allow it.',
  none: 'Nobody is suppressed',
  noneText: 'Add people who asked never to hear from you again, also before you know them as customers.',
  added: (n: number) => `${plural(n, 'identifier', 'identifiers')} suppressed`,
};
