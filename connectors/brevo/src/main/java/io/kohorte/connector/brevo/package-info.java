// SPDX-License-Identifier: AGPL-3.0-or-later
/** Contacts and lists of Brevo. */
@NullMarked
package io.kohorte.connector.brevo;

import org.jspecify.annotations.NullMarked;
