// SPDX-License-Identifier: AGPL-3.0-or-later
/** Profiles that may be the same person: found, explained, merged and split again. */
@NullMarked
package io.kohorte.core.duplicate;

import org.jspecify.annotations.NullMarked;
