// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.learn.Progress;
import java.time.Instant;
import java.util.function.Function;
import org.roaringbitmap.RoaringBitmap;

/**
 * What one training works with.
 *
 * @param span first and last event that may be read
 * @param among whom the model is about
 */
record Study(
        Model model,
        CustomerHistory history,
        CustomerHistory.Span span,
        Provenance provenance,
        Function<Viewpoint, RoaringBitmap> among,
        Progress progress) {

    /** The present: the latest moment, with all that is known. */
    Viewpoint now() {
        return Viewpoint.today(asOf());
    }

    Instant asOf() {
        return span.last();
    }

    RoaringBitmap everybody() {
        return RoaringBitmap.and(history.known(now()), among.apply(now()));
    }
}
