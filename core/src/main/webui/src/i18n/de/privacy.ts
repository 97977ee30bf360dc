import type { en } from '../en';
import { pluralFor } from '../format';

const plural = pluralFor('de');

export const privacy: typeof en.privacy = {
  title: 'Datenschutz',
  intro: 'Wer niemals an ein Ziel gesendet werden darf, in welchem Segment er auch ist und was er auch erlaubt hat.',
  suppressed: 'Gesperrt',
  suppress: 'Personen sperren',
  suppressOne: 'Nie senden',
  suppressTitle: 'Diesen Kunden nirgendwohin mehr senden?',
  suppressText: 'Alle seine Kennungen werden gesperrt. Syncs, die ein Segment spiegeln, nehmen ihn beim nächsten Lauf aus ihrer Zielgruppe.',
  isSuppressed: 'Dieser Kunde wird an kein Ziel gesendet.',
  identifier: 'Kennung',
  reason: 'Grund',
  reasonHint: 'Für alle, die später fragen: eine Beschwerde, ein Rechtsgrund, ein Mitbewerber.',
  since: 'Seit',
  lift: 'Aufheben',
  liftTitle: (value) => `Sperre von „${value}“ aufheben?`,
  liftText: 'Ab dem nächsten Lauf wird er wieder gesendet, wo Segment und Einwilligung es erlauben.',
  none: 'Niemand ist gesperrt',
  noneText: 'Tragen Sie ein, wer nie mehr von Ihnen hören will, auch bevor Sie ihn als Kunden kennen.',
  added: (n) => `${plural(n, 'Kennung', 'Kennungen')} gesperrt`,
};
