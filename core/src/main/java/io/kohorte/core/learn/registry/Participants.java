// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.CustomerHistory;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.function.Function;
import org.roaringbitmap.RoaringBitmap;

/** Whom a model is about. */
@ApplicationScoped
class Participants {

    Function<Instant, RoaringBitmap> of(ModelDefinition definition, CustomerHistory history) {
        return history::known;
    }
}
