// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Tealium: events whose attributes mark members. {@link io.kohorte.connector.tealium.TealiumConnector} is the door, {@link
 * io.kohorte.connector.tealium.AudienceEvents} writes events, {@link io.kohorte.connector.tealium.Session} holds the token.
 */
@NullMarked
package io.kohorte.connector.tealium;

import org.jspecify.annotations.NullMarked;
