// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.learn.Progress;
import java.time.Instant;
import java.util.function.Function;
import org.roaringbitmap.RoaringBitmap;

/**
 * What one training works with.
 *
 * @param span first and last event that may be read
 * @param among whom the model is about, at a moment
 */
record Study(
        Model model,
        CustomerHistory history,
        CustomerHistory.Span span,
        Provenance provenance,
        Function<Instant, RoaringBitmap> among,
        Progress progress) {

    Instant asOf() {
        return span.last();
    }

    RoaringBitmap everybody() {
        return RoaringBitmap.and(history.known(asOf()), among.apply(asOf()));
    }
}
