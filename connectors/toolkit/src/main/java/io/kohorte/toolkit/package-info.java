// SPDX-License-Identifier: Apache-2.0
/** What every connector needs beside HTTP: JSON, secrets, and vendors' words made harmless. */
@NullMarked
package io.kohorte.toolkit;

import org.jspecify.annotations.NullMarked;
