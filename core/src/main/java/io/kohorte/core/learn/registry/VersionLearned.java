// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.condition.ModelId;
import io.kohorte.core.feature.FeatureTable;
import java.sql.Connection;

/**
 * A version was stored; fired in its transaction, so that what is kept about it commits with it.
 *
 * @param customers whom it scored, with the features it read
 * @param scores what it says of them
 * @param numbersAreNames whether a score names a group
 */
@SuppressWarnings("ArrayRecordComponent") // scores in bulk, never compared
public record VersionLearned(
        Connection connection,
        ModelId model,
        int version,
        FeatureTable customers,
        double[] scores,
        boolean numbersAreNames) {}
