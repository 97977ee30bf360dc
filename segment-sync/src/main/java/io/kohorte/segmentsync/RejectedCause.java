// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.util.Optional;

/**
 * Which rejected rows.
 *
 * @param code see {@link Explanations}
 * @param field the destination's field at fault, empty text for rows without one; empty for whatever field
 */
public record RejectedCause(String code, Optional<String> field) {}
