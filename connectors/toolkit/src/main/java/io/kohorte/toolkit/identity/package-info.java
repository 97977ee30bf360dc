// SPDX-License-Identifier: Apache-2.0
/** Identifiers in the form in which vendors compare them: normalised, then hashed. */
@NullMarked
package io.kohorte.toolkit.identity;

import org.jspecify.annotations.NullMarked;
