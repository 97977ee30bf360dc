// SPDX-License-Identifier: AGPL-3.0-or-later
/** What a person allowed, and who must never be sent. */
@NullMarked
package io.kohorte.core.consent;

import org.jspecify.annotations.NullMarked;
