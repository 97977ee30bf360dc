// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Membership changes as signed webhooks, for every receiver without a connector of its own. The connector to copy: {@link
 * io.kohorte.connector.webhook.WebhookConnector} is the door, {@link io.kohorte.connector.webhook.WebhookWriter} plans and
 * sends, {@link io.kohorte.connector.webhook.Results} reads the answer.
 */
@NullMarked
package io.kohorte.connector.webhook;

import org.jspecify.annotations.NullMarked;
