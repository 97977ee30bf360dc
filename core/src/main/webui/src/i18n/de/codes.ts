import type { en } from '../en';

/** What the delivery engine can say about a run, a row or its guard: the same words as its own explanations. */
export const codes: typeof en.codes = {
  INVALID_SETTING: {
    sentence: 'Das Ziel nimmt eine der Einstellungen nicht an.',
    nextStep: 'Ziel oder Sync öffnen, die markierte Einstellung berichtigen und fortsetzen.',
  },
  AUDIENCE_GONE: {
    sentence: 'Die Zielgruppe gibt es am Ziel nicht mehr.',
    nextStep: 'Fortsetzen, um sie neu anlegen und füllen zu lassen, oder eine andere Zielgruppe wählen.',
  },
  NOT_PERMITTED: { sentence: 'Das Konto darf das nicht.', nextStep: 'Dem Konto am Ziel das Recht geben, dann fortsetzen.' },
  LIMIT_REACHED: {
    sentence: 'Die Grenze des Ziels für dieses Konto ist erreicht.',
    nextStep: 'Dort Überflüssiges entfernen oder die Grenze erhöhen, dann fortsetzen.',
  },
  VERSION_RETIRED: {
    sentence: 'Das Ziel bietet diese Version seiner Schnittstelle nicht mehr an.',
    nextStep: 'Am Ziel eine neuere API-Version einstellen, dann fortsetzen.',
  },
  CREDENTIALS_REJECTED: {
    sentence: 'Das Ziel weist die Zugangsdaten zurück.',
    nextStep: 'Ein Admin trägt gültige Zugangsdaten ein; danach laufen die Syncs weiter.',
  },
  CREDENTIALS_EXPIRED: { sentence: 'Die Zugangsdaten sind abgelaufen.', nextStep: 'Ein Admin verbindet das Ziel neu; danach laufen die Syncs weiter.' },
  IDENTIFIER_INVALID: {
    sentence: 'Die Kennung ist ungültig.',
    nextStep: 'In der Quelle berichtigen; die Zeile wird nach der Änderung von selbst erneut gesendet.',
  },
  IDENTIFIER_MISSING: {
    sentence: 'Die Kennung, nach der das Ziel sucht, fehlt.',
    nextStep: 'In der Quelle ergänzen oder einen anderen Abgleichschlüssel wählen.',
  },
  FIELD_INVALID: {
    sentence: 'Das Ziel nimmt den Wert eines Feldes nicht an.',
    nextStep: 'Wert oder Zuordnung des genannten Feldes berichtigen, dann diese Zeilen erneut senden.',
  },
  NOT_FOUND: {
    sentence: 'Das Ziel kennt diese Person nicht.',
    nextStep: 'Einen Modus wählen, der Datensätze anlegt, oder sie dort anlegen, dann erneut senden.',
  },
  DUPLICATE: { sentence: 'Am Ziel passen mehrere Datensätze auf diese Person.', nextStep: 'Sie am Ziel zusammenführen, dann erneut senden.' },
  CONFLICT: { sentence: 'Der Datensatz wurde gleichzeitig von anderer Seite geändert.', nextStep: 'Diese Zeilen erneut senden.' },
  FORGOTTEN: { sentence: 'Die Person hat am Ziel ihr Recht auf Löschung ausgeübt.', nextStep: 'Nichts: Sie darf nicht noch einmal dorthin gesendet werden.' },
  RATE_LIMITED: { sentence: 'Das Ziel bittet um ein langsameres Tempo.', nextStep: 'Nichts: Die Zustellung geht von selbst weiter.' },
  QUOTA_SPENT: {
    sentence: 'Das Kontingent des Kontos ist verbraucht.',
    nextStep: 'Nichts: Es geht weiter, sobald es sich erneuert. Geschieht das oft, das Kontingent erhöhen.',
  },
  TIMEOUT: { sentence: 'Das Ziel hat nicht rechtzeitig geantwortet.', nextStep: 'Nichts: Es wird von selbst erneut versucht.' },
  UNAVAILABLE: { sentence: 'Das Ziel ist gerade nicht verfügbar.', nextStep: 'Nichts: Es wird von selbst erneut versucht.' },
  CONNECTION: { sentence: 'Das Ziel war nicht zu erreichen.', nextStep: 'Nichts: Es wird von selbst erneut versucht. Hält es an, Adresse und Netz prüfen.' },
  ROW_LOCKED: { sentence: 'Der Datensatz ist am Ziel gesperrt.', nextStep: 'Nichts: Der nächste Lauf versucht es erneut.' },
  BATCH_REFUSED: {
    sentence: 'Das Ziel lehnt diese Zeile ab, ohne einen Grund zu nennen.',
    nextStep: 'Die Zeile mit der Zuordnung vergleichen, berichtigen, dann erneut senden.',
  },
  MAYBE_APPLIED: {
    sentence: 'Die Antwort ging verloren: Das Ziel hat die Änderung vielleicht übernommen, vielleicht nicht.',
    nextStep: 'Am Ziel nachsehen. Nur erneut senden, wenn ein zweites Mal nicht schadet.',
  },
  BAD_RESPONSE: { sentence: 'Die Antwort des Ziels ist nicht zu verstehen.', nextStep: 'Die Vorfallnummer dem Support melden, dann fortsetzen.' },
  CONTRACT_BROKEN: { sentence: 'Der Konnektor hat seine Zusagen nicht gehalten.', nextStep: 'Die Vorfallnummer dem Autor des Konnektors melden.' },
  UNEXPECTED: { sentence: 'Etwas Unerwartetes ist geschehen.', nextStep: 'Die Vorfallnummer dem Support melden.' },
  NO_CONSENT: { sentence: 'Die Person hat nicht eingewilligt.', nextStep: 'Nichts: Sie wird gesendet, sobald die Einwilligung vorliegt.' },
  NO_IDENTIFIER: {
    sentence: 'Es gibt keine Kennung, unter der die Person gesendet werden könnte.',
    nextStep: 'Eine Kennung in der Quelle ergänzen oder einen anderen Abgleichschlüssel wählen.',
  },
  SUPPRESSED: { sentence: 'Die Person steht auf der Sperrliste.', nextStep: 'Nichts: Die Sperrliste entscheidet.' },
  HOLDOUT: { sentence: 'Die Person gehört zur Kontrollgruppe eines Experiments.', nextStep: 'Nichts: Das Experiment entscheidet.' },
  FIELD_MISSING: {
    sentence: 'Ein Feld, das dieser Sync nicht leer lassen darf, hat keinen Wert.',
    nextStep: 'Den Wert an der Quelle ergänzen oder das Feld in der Zuordnung lassen oder leeren.',
  },
  OTHER_AUDIENCE: {
    sentence: 'Die Person gehört zu einer anderen Zielgruppe derselben Gruppe.',
    nextStep: 'Nichts: Jede Person ist nur in einer davon. Sie kommt, sobald sie die andere verlassen hat.',
  },
  NOTHING_TO_SEND: { sentence: 'Zu dieser Person gibt es nichts zu senden.', nextStep: 'Nichts, sofern keine Zuordnung fehlt.' },
  REMOVALS_EXCEED_LIMIT: {
    sentence: 'Dieser Lauf würde mehr Mitglieder entfernen, als der Sync erlaubt.',
    nextStep: 'Segment und Quelle prüfen. Sind die Entfernungen richtig, erneut starten und bestätigen.',
  },
  NOBODY_WANTED: {
    sentence: 'Das Segment ist leer, die Zielgruppe nicht.',
    nextStep: 'Segment und Quelle prüfen. Soll die Zielgruppe geleert werden, erneut starten und bestätigen.',
  },
  SOURCE_IN_DOUBT: {
    sentence: 'Den Daten hinter dem Segment ist gerade nicht zu trauen.',
    nextStep: 'Den letzten Import in Ordnung bringen. Stimmen die Daten, erneut starten und bestätigen.',
  },
  UNDONE: {
    sentence: 'Ein Lauf wurde zurückgenommen, und der Sync wartet, damit der nächste nicht dasselbe noch einmal tut.',
    nextStep: 'Erst Segment oder Sync ändern, dann fortsetzen.',
  },
  RUN_NOT_OVER: { sentence: 'Der Lauf ist noch nicht zu Ende.', nextStep: 'Abbrechen oder sein Ende abwarten, dann zurücknehmen.' },
  RECEIPTS_GONE: {
    sentence: 'Was dieser Lauf getan hat, ist nicht mehr verzeichnet.',
    nextStep: 'Segment ändern und Sync starten: Er bringt die Zielgruppe auf den gewünschten Stand.',
  },
  NOBODY_IS_REMOVED: {
    sentence: 'Dieser Sync entfernt nie jemanden an seinem Ziel, also kann nichts zurückgenommen werden.',
    nextStep: 'Personen am Ziel selbst entfernen.',
  },
  PAUSED_BY_HAND: { sentence: 'Der Sync wurde angehalten.', nextStep: 'Fortsetzen, wenn es weitergehen soll.' },
  SYNC_GONE: { sentence: 'Den Sync gibt es nicht mehr.', nextStep: 'Nichts: Seine Läufe sind beendet.' },
};
