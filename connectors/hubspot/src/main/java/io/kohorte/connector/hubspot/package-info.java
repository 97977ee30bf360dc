// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * HubSpot over its CRM API: contacts found by a unique property and members of static lists; won deals, unsubscribes and
 * privacy deletions come back. What HubSpot does not document and is written from memory: the categories of errors of
 * single rows beside {@code VALIDATION_ERROR}, the policy names of a 429, and the bursts per subscription.
 */
@NullMarked
package io.kohorte.connector.hubspot;

import org.jspecify.annotations.NullMarked;
