// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Conversion;
import java.util.List;

/** The door through which conversions leave the engine. */
@FunctionalInterface
public interface FeedbackSink {

    /**
     * Takes conversions in, durably, before it returns. The same conversion may come again; its
     * {@link Conversion#remoteId()} tells.
     *
     * @param feed which account they came from, as named by the caller of {@link FeedbackCollection}
     */
    Taken take(String feed, List<Conversion> conversions);

    /**
     * What became of them.
     *
     * @param unknown conversions of people we do not know
     */
    record Taken(long accepted, long duplicates, long unknown) {

        public static final Taken NOTHING = new Taken(0, 0, 0);

        public Taken plus(Taken other) {
            return new Taken(accepted + other.accepted, duplicates + other.duplicates, unknown + other.unknown);
        }
    }
}
