// SPDX-License-Identifier: Apache-2.0
/** OAuth2 access tokens, fetched once and renewed once. */
@NullMarked
package io.kohorte.toolkit.oauth;

import org.jspecify.annotations.NullMarked;
