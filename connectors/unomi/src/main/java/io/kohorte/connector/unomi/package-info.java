// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Apache Unomi, the open customer data platform. {@link io.kohorte.connector.unomi.UnomiConnector} is the door, {@link
 * io.kohorte.connector.unomi.ProfileChanges} finds and saves profiles, {@link io.kohorte.connector.unomi.Events} reads
 * what people did.
 */
@NullMarked
package io.kohorte.connector.unomi;

import org.jspecify.annotations.NullMarked;
