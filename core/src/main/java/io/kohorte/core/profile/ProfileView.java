// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import com.fasterxml.jackson.databind.JsonNode;

/** A customer as a list shows them. {@code identities} is a list of namespace, value and
 * whether it is the one of its namespace that is sent, {@code consents} purpose → yes or no. */
record ProfileView(int id, JsonNode identities, JsonNode traits, JsonNode consents) {}
