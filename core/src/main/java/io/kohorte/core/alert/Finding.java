// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import java.util.Optional;

/**
 * Something that is wrong right now. Its texts are English sentences of the phrasebook, and go to chats and mailboxes: they
 * name what people configured, never a customer, and quote nothing that a file or a destination said.
 *
 * @param sentence what is wrong
 * @param reason why, where that is known
 * @param nextStep what to do
 * @param link page of the UI, from its root, where it is seen and mended
 */
record Finding(
        AlertKind kind, Subject subject, String sentence, Optional<String> reason, String nextStep, String link) {

    /** There is one alert at a time for each of these. */
    Key key() {
        return new Key(kind, subject.kind(), subject.id());
    }

    record Key(AlertKind kind, Subject.Kind subject, long id) {

        /** What this becomes when it goes on. */
        Optional<Key> worse() {
            return kind.worse().map(worse -> new Key(worse, subject, id));
        }
    }
}
