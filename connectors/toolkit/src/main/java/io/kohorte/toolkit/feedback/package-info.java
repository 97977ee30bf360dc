// SPDX-License-Identifier: Apache-2.0
/** Conversions in the words of Kohorte, for destinations that have none of their own. */
@NullMarked
package io.kohorte.toolkit.feedback;

import org.jspecify.annotations.NullMarked;
