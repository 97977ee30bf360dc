// SPDX-License-Identifier: AGPL-3.0-or-later
/** Models in the forms that other software reads and writes. */
@org.jspecify.annotations.NullMarked
package io.kohorte.core.learn.exchange;
