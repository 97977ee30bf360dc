// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.condition.ModelId;
import java.time.Instant;

/**
 * The version of a model that speaks, with all that makes everybody's scores due anew when it is another.
 *
 * @param latest the number of the latest version: a training scores people as they were when it began, whoever wins
 * @param changedAt when the model was last defined
 */
record Champion(ModelId model, int version, int latest, Instant promotedAt, Instant changedAt) {}
