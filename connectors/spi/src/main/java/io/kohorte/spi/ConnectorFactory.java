// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.List;

/**
 * A connector type. Stateless, with a public no-argument constructor, found with {@link java.util.ServiceLoader}.
 *
 * <p>It speaks English. What its problems say in German may stand in {@code sentences.de.json} beside the class: a JSON
 * object of each English sentence and its German, in which what is filled in is written {@code {0}}, {@code {1}} in the
 * order of the English. A sentence that is not there is said in English.
 */
public interface ConnectorFactory {

    /** What this connector is and can do. The same answer every time, without any network. */
    ConnectorDescriptor descriptor();

    /**
     * Tries the settings against the live system with the lightest call it offers.
     *
     * @param settings already valid against {@link ConnectorDescriptor#settingsSchema()}
     * @return one problem per setting at fault, each pointing at its field; empty when the account works
     */
    List<SettingProblem> check(Settings settings, ConnectorContext context);

    /**
     * Opens one configured account. Must not call the network: the first request goes out with the first batch.
     *
     * @param settings already valid against {@link ConnectorDescriptor#settingsSchema()}
     */
    Destination open(Settings settings, ConnectorContext context);
}
