// SPDX-License-Identifier: AGPL-3.0-or-later
/** What customers did, and the door it comes in by: the tracking API and the set-based intake. */
@NullMarked
package io.kohorte.core.event;

import org.jspecify.annotations.NullMarked;
