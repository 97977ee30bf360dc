// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Mailchimp, Marketing API 3.0: contacts of one audience (a "list" in the API), membership of static segments (which
 * Mailchimp shows as tags), and what people and campaigns did on the way back.
 *
 * <p>From memory, since the vendor's pages were not at hand, and therefore read leniently or made a setting: the texts of
 * refusals, the time zone of {@code fired_at} (UTC), the length of segment names, and that a merge field is cleared by an
 * empty text.
 */
@NullMarked
package io.kohorte.connector.mailchimp;

import org.jspecify.annotations.NullMarked;
