// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.learn.Progress;
import java.util.function.Function;
import org.roaringbitmap.RoaringBitmap;

/**
 * What one training works with.
 *
 * @param span first and last event that may be read
 * @param now the present, as of which customers are scored
 * @param among whom the model is about
 */
record Study(
        Model model,
        CustomerHistory history,
        CustomerHistory.Span span,
        Viewpoint now,
        Provenance provenance,
        Function<Viewpoint, RoaringBitmap> among,
        Progress progress) {

    RoaringBitmap everybody() {
        return RoaringBitmap.and(history.known(now), among.apply(now));
    }
}
