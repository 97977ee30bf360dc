// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A customer as a list shows them.
 *
 * @param identities a list of namespace and value; of several in a namespace the one that is sent comes first
 * @param consents purpose → yes or no
 */
public record ProfileView(int id, JsonNode identities, JsonNode traits, JsonNode consents) {}
