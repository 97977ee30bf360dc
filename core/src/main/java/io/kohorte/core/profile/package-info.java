// SPDX-License-Identifier: AGPL-3.0-or-later
/** Customers as we know them: identities, traits, merges, and the pages that find them. */
@NullMarked
package io.kohorte.core.profile;

import org.jspecify.annotations.NullMarked;
