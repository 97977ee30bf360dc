// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.WireRequest;
import java.util.List;
import java.util.Optional;

/**
 * What became of one row sent by hand.
 *
 * @param run under which it is recorded; empty when nothing was sent
 * @param result {@code acknowledged}, {@code rejected}, {@code invalid}, {@code skipped}, {@code sending} (a job goes on)
 *     or {@code not-wanted} (the profile is not in the audience, nothing was sent)
 * @param code why, see {@link Explanations}; empty text when acknowledged
 * @param requests what went out
 */
public record TestRow(
        Optional<RunId> run, String result, String code, String message, String field, List<WireRequest> requests) {}
