// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a connector is and can do: everything the catalogue, the forms and the engine need to know before an account is
 * opened.
 *
 * @param id slug that never changes once released: lower-case letters, digits and dashes
 * @param name as the vendor writes it
 * @param category heading in the catalogue
 * @param version of the connector, not of the vendor's API
 * @param capabilities what works; all else is refused
 * @param identifiers namespaces accepted as a match key, best first, for example {@code email}
 * @param limits the vendor's documented limits; an opened {@link Destination#limits()} may be narrower
 * @param settingsSchema JSON Schema (2020-12) of the account settings as text; secrets carry {@code "writeOnly": true}.
 *     Never add a required property once released
 * @param audienceSchema JSON Schema of what is chosen per audience, such as the object or the field to write
 * @param accountSettings names of the settings that together identify the vendor account: limits and tokens are shared
 *     by all destinations in which these are equal
 * @param documentation vendor page the connector follows, an absolute URL
 */
public record ConnectorDescriptor(
        String id,
        String name,
        Category category,
        String version,
        Set<Capability> capabilities,
        List<String> identifiers,
        Limits limits,
        String settingsSchema,
        String audienceSchema,
        List<String> accountSettings,
        String documentation) {

    private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9-]{1,39}");

    public ConnectorDescriptor {
        if (!SLUG.matcher(id).matches()) {
            throw new IllegalArgumentException("connector id must match " + SLUG + ": " + id);
        }
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(category, "category");
        Objects.requireNonNull(version, "version");
        capabilities = Set.copyOf(capabilities);
        identifiers = List.copyOf(identifiers);
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(settingsSchema, "settingsSchema");
        Objects.requireNonNull(audienceSchema, "audienceSchema");
        accountSettings = List.copyOf(accountSettings);
        Objects.requireNonNull(documentation, "documentation");
    }

    public boolean can(Capability capability) {
        return capabilities.contains(capability);
    }

    /** Headings of the catalogue. */
    public enum Category {
        CRM,
        EMAIL,
        ADS,
        CDP,
        PERSONALISATION,
        FILES,
        STREAMS,
        WEBHOOK
    }
}
