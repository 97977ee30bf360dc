// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Twilio SendGrid, Marketing Campaigns API v3: contacts by asynchronous upsert, membership of lists, and mail events on the
 * way back.
 *
 * <p>From memory, since the vendor's pages were not at hand whole: that an empty text clears a text field (numbers and
 * dates cannot be cleared), the form of ids of custom fields ({@code e1_N}), how long SendGrid goes on sending an event,
 * and that opens by machines are marked {@code sg_machine_open}.
 */
@NullMarked
package io.kohorte.connector.sendgrid;

import org.jspecify.annotations.NullMarked;
