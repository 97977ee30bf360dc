// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.webhook;

import io.kohorte.toolkit.Json;
import java.time.Instant;

/**
 * Something that happened, as Standard Webhooks and CloudEvents both see it.
 *
 * @param id the same on every attempt
 * @param type dotted, without a vendor's prefix
 * @param time when it happened; the same on every attempt
 * @param subject what it is about
 * @param data writes one JSON value, the same on every attempt
 */
record Event(String id, String type, Instant time, String subject, Json.Body data) {}
