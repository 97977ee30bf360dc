// SPDX-License-Identifier: AGPL-3.0-or-later
/** Custom Audiences of Meta (Facebook, Instagram): people by hashed identifiers, figures of campaigns back. */
@NullMarked
package io.kohorte.connector.metaads;

import org.jspecify.annotations.NullMarked;
