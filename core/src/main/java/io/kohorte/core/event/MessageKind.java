// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The calls of the Segment tracking API. */
enum MessageKind {
    TRACK,
    IDENTIFY,
    ALIAS,
    PAGE,
    SCREEN,
    GROUP;

    /** By its full name or its first letter, as the browser library writes it. */
    static Optional<MessageKind> of(String call) {
        return Arrays.stream(values())
                .filter(kind ->
                        kind.wire().equals(call) || kind.wire().substring(0, 1).equals(call))
                .findFirst();
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
