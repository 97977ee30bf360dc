// SPDX-License-Identifier: Apache-2.0
/** Standard Webhooks signatures, made and verified. */
@NullMarked
package io.kohorte.toolkit.signature;

import org.jspecify.annotations.NullMarked;
