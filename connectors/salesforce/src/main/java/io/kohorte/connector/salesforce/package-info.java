// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Salesforce Sales Cloud over its REST API: fields of records found by an external id, or members of a campaign, and won
 * opportunities back.
 */
@NullMarked
package io.kohorte.connector.salesforce;

import org.jspecify.annotations.NullMarked;
