// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorDescriptor;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a connector claims that can do less than the one it is made of. */
final class Claims {

    private Claims() {}

    static ConnectorDescriptor of(ConnectorDescriptor inner, String id, String name, Capability... lacking) {
        Set<Capability> capabilities = EnumSet.copyOf(inner.capabilities());
        capabilities.removeAll(List.of(lacking));
        return new ConnectorDescriptor(
                id,
                name,
                inner.category(),
                inner.version(),
                capabilities,
                inner.identifiers(),
                inner.limits(),
                inner.settingsSchema(),
                inner.audienceSchema(),
                inner.accountSettings(),
                inner.documentation());
    }
}
