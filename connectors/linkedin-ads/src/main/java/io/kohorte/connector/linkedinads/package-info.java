// SPDX-License-Identifier: AGPL-3.0-or-later
/** Matched Audiences of LinkedIn: people streamed into DMP segments by hashed address, figures of campaigns back. */
@NullMarked
package io.kohorte.connector.linkedinads;

import org.jspecify.annotations.NullMarked;
