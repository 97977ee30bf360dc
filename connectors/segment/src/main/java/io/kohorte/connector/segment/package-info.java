// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Twilio Segment and RudderStack: one tracking protocol, two vendors. {@link io.kohorte.connector.segment.SegmentConnector}
 * and {@link io.kohorte.connector.segment.RudderStackConnector} are the doors, {@link io.kohorte.connector.segment.Vendor}
 * is all that tells them apart on the wire.
 */
@NullMarked
package io.kohorte.connector.segment;

import org.jspecify.annotations.NullMarked;
