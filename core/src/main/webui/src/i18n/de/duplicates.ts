import type { en } from '../en';

export const duplicates: typeof en.duplicates = {
  title: 'Dubletten',
  intro: 'Kunden, die wahrscheinlich dieselbe Person sind, die wahrscheinlichsten zuerst. Entscheiden Sie einzeln; jede Zusammenführung lässt sich rückgängig machen.',
  search: 'Dubletten suchen',
  searching: 'Es wird gesucht …',
  which: 'Welche Paare',
  states: { open: 'Zu entscheiden', merged: 'Zusammengeführt', dismissed: 'Nicht dieselbe Person' },
  none: 'Keine Paare',
  noneText: 'Niemand ähnelt jemand anderem, oder es wurde noch nicht gesucht. Verglichen werden Namen, Anschriften, E-Mails, Telefone und Geburtstage.',
  noneDecided: 'So wurde noch nichts entschieden.',
  sure: (percent) => `zu ${percent} wahrscheinlich`,
  household: 'Menschen eines Haushalts könnten so übereinstimmen: ein Paar, Zwillinge, Elternteil und Kind gleichen Namens. Solche Paare werden nie ohne Nachfrage zusammengeführt.',
  merge: 'Zusammenführen',
  dismiss: 'Nicht dieselbe Person',
  undo: 'Zusammenführung rückgängig machen',
  undone: (identities, events) => `Es sind wieder zwei Kunden; ${identities} Kennungen und ${events} Ereignisse gingen zurück.`,
  decided: (who, at) => `Entschieden von ${who}, ${at}`,
  automatic: 'Ohne Nachfrage zusammenführen',
  automaticFrom: 'Ab dieser Wahrscheinlichkeit',
  automaticHint: 'Nach jeder Suche. Nie Paare, die ein Haushalt erklären könnte, und nie zwei Konten.',
  never: 'Nie',
};
