// SPDX-License-Identifier: AGPL-3.0-or-later
/** Where customer data comes from: files read, checked, written and reported on. */
@NullMarked
package io.kohorte.core.source;

import org.jspecify.annotations.NullMarked;
