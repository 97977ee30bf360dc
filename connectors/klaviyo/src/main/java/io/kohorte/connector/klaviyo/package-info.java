// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Klaviyo over its JSON:API: profiles by bulk import jobs or one by one, membership of lists, erasure, and events back.
 * Being on a list is no subscription there, and nobody is subscribed unless an audience asks for it and the person agreed.
 */
@NullMarked
package io.kohorte.connector.klaviyo;

import org.jspecify.annotations.NullMarked;
