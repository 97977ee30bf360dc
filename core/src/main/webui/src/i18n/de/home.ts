import type { en } from '../en';
import { pluralFor } from '../format';

const plural = pluralFor('de');

export const home: typeof en.home = {
  title: 'Start',
  calm: 'Alles läuft. Nichts braucht Sie.',
  attention: (n) => (n === 1 ? 'Eine Sache braucht Sie.' : `${plural(n, 'Sache', 'Dinge')} brauchen Sie.`),
  begin: 'Fünf Schritte von Ihren Bestellungen zu einer signierten Zielgruppe.',
  people: 'Kunden',
  segments: 'Segmente',
  delivered: 'Heute zugestellt',
  deliveredAfter: 'Änderungen von Zielen angenommen',
  runs: 'Läufe heute',
  noRuns: 'Heute noch keine Läufe.',
  sizes: 'Ihre Segmente',
  allSegments: 'Alle Segmente',
  entered: (n) => `${n} eingetreten`,
  left: (n) => `${n} ausgetreten`,
  last24: 'in 24 Stunden',
  run: 'Lauf',
  what: 'Was',
  when: 'Wann',
  result: 'Ergebnis',
  accepted: 'angenommen',
  refusedRows: 'abgelehnt',
  health: 'Zustand',
  healthy: 'Alle Teile arbeiten',
  unhealthy: 'Ein Teil arbeitet nicht',
  steps: {
    import: ['Kunden importieren', 'Ziehen Sie eine Datei mit Bestellungen oder Kunden herein. Sie sehen, was darin ist, bevor etwas bleibt.'],
    segment: ['Ein Segment bauen', 'Sagen Sie, wer dazugehört. Die Zahl läuft beim Bauen mit.'],
    model: ['Gruppen finden lassen', 'Cluster kommen mit Namen und Gründen, Vorhersagen mit einem Bericht, dem man trauen kann.'],
    destination: ['Ein Ziel verbinden', 'CRM, E-Mail, Werbung oder Ihr eigener Webhook. Eine Prüfung sagt sofort, ob es geht.'],
    sync: ['Einen Sync starten', 'Sehen Sie zuerst die genauen Anfragen an. Dann starten Sie und schauen live zu.'],
  },
  stepDone: 'Erledigt',
};
