// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

/** Fired after the last commit of an import that came to its end, with or without invalid rows. */
public record ImportFinished(ImportId id, SourceId source, ImportReport report) {}
