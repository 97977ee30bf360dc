// SPDX-License-Identifier: Apache-2.0
/** What destinations without words of their own are told: Kohorte's words for a change, and CloudEvents around them. */
@NullMarked
package io.kohorte.toolkit.event;

import org.jspecify.annotations.NullMarked;
