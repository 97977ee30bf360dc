// SPDX-License-Identifier: Apache-2.0
/** Mailing lists of Acme Mail. */
@NullMarked
package com.acme.kohorte;

import org.jspecify.annotations.NullMarked;
