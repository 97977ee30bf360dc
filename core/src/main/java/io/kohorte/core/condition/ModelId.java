// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

/** Number of a model, as the API shows it. */
public record ModelId(long value) {}
