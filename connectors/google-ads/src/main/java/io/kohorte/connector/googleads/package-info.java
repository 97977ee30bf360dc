// SPDX-License-Identifier: AGPL-3.0-or-later
/** Customer Match lists of Google Ads over the Data Manager API: people by hashed identifiers, figures of campaigns back. */
@NullMarked
package io.kohorte.connector.googleads;

import org.jspecify.annotations.NullMarked;
