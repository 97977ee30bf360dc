import type { en } from '../en';

export const conversions: typeof en.conversions = {
  title: 'Conversions',
  intro: 'Was Werkzeuge und Dateien zurückmelden: wer getan hat, was zählt, und welche Lieferung davor kam. Das nächste Training lernt daraus.',
  from: 'Gemeldet von',
  everywhere: 'Alle Ziele',
  byFile: 'Datei oder API',
  what: 'Was',
  who: 'Wer',
  value: 'Wert',
  after: 'Nach',
  later: (time) => `${time} später`,
  unknown: 'noch unbekannt',
  noDelivery: 'keine Lieferung davor',
  none: 'Noch keine Conversions',
  noneText: 'Von Zielen, die zurückmelden, kommen sie von selbst. Die anderer Werkzeuge kommen als Datei herein.',
  upload: 'Conversions als Datei bringen',
  uploadText: 'Eine CSV-Datei mit diesen Spalten. Personen nennt jede Kennung; dieselbe remote_id zählt nur einmal.',
  uploadHint: 'CSV, bis 10 MB',
  accepted: 'Gespeichert',
  unknownPeople: 'Gespeichert, Person noch unbekannt',
};
