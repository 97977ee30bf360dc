// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Customer.io: people and manual segments over the Track API, segments found and made over the App API, reporting webhooks
 * back. Somebody new can be written to at once there, so nobody is created unless an audience asks for it and the person
 * agreed.
 */
@NullMarked
package io.kohorte.connector.customerio;

import org.jspecify.annotations.NullMarked;
