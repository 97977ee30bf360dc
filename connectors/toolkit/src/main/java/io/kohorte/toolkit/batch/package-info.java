// SPDX-License-Identifier: Apache-2.0
/** A batch cut into requests, and their answers put back in batch order. */
@NullMarked
package io.kohorte.toolkit.batch;

import org.jspecify.annotations.NullMarked;
