// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Iterable: static lists with fields of users, the right to be forgotten, and purchases, unsubscribes and engagement back.
 * Written from memory, since Iterable does not document it or its pages could not be read: 1,000 rows a request, the rates
 * (a setting), the form of times in exports, and which fields an event has beside its time and its person.
 */
@NullMarked
package io.kohorte.connector.iterable;

import org.jspecify.annotations.NullMarked;
