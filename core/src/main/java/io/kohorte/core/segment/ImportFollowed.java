// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.source.SourceId;

/** Segments are up to date with a finished import of this source; fired after the commit. */
public record ImportFollowed(SourceId source) {}
