// SPDX-License-Identifier: AGPL-3.0-or-later
/** Models made elsewhere: reading their files, which nobody here wrote, and scoring with them in bounds. */
@org.jspecify.annotations.NullMarked
package io.kohorte.core.learn.external;
