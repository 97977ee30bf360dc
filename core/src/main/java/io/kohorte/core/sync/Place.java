// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * Where a sync stands in a group of audiences at its destination, of which a person is in one only.
 *
 * @param name of the group
 * @param rank 1 comes first; of two equal ones the older sync
 */
record Place(@NotBlank @Size(max = 100) String name, @Min(1) @Max(1_000) int rank) {}
