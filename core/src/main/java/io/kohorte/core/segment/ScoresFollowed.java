// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.condition.ModelId;

/** Segments are up to date with the scores this model gave last; fired after the commit. */
public record ScoresFollowed(ModelId model) {}
