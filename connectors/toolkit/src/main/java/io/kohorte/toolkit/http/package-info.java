// SPDX-License-Identifier: Apache-2.0
/** HTTP that is safe against hostile addresses and honest about what may have been applied. */
@NullMarked
package io.kohorte.toolkit.http;

import org.jspecify.annotations.NullMarked;
