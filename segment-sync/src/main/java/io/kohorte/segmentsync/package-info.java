// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Delivery: brings every audience to the state we want, or explains why not.
 *
 * <p>{@link io.kohorte.segmentsync.DeliveryEngine} is a controller, not a queue of commands. It compares what
 * {@link io.kohorte.segmentsync.AudienceSource} wants with what destinations confirmed, and works the difference off.
 * It knows no segment, no model and no vendor, and owns the tables {@code delivery_*}.
 */
@NullMarked
package io.kohorte.segmentsync;

import org.jspecify.annotations.NullMarked;
