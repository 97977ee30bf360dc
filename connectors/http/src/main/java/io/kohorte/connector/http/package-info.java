// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Any REST API, described by templates instead of code: {@link io.kohorte.connector.http.HttpConnector} is the door, {@link
 * io.kohorte.connector.http.HttpApi} what the settings describe, {@link io.kohorte.connector.http.HttpWriter} plans and sends,
 * {@link io.kohorte.connector.http.RowResults} reads the answer. A template places values and does nothing else: JSON is
 * filled in as a tree and addresses value by value, so no value can become structure, a host or a header.
 */
@NullMarked
package io.kohorte.connector.http;

import org.jspecify.annotations.NullMarked;
