// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.ConnectorFactory;

/**
 * An installed connector type.
 *
 * @param origin {@code built in}, or the file name of its jar
 */
record Connector(
        ConnectorFactory factory,
        ConnectorDescriptor descriptor,
        SettingsSchema settings,
        SettingsSchema audience,
        String origin) {

    /** @throws RuntimeException if the connector cannot even describe itself, or its schemas are none */
    static Connector of(ConnectorFactory factory, String origin) {
        var descriptor = factory.descriptor();
        return new Connector(
                factory,
                descriptor,
                SettingsSchema.of(descriptor.settingsSchema()),
                SettingsSchema.of(descriptor.audienceSchema()),
                origin);
    }
}
