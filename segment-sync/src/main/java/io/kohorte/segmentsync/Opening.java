// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Destination;
import io.kohorte.spi.WireAnswer;
import java.util.function.Consumer;

/** The account of a sync, with its settings as they are now. */
public interface Opening {

    /**
     * Opens it; the engine closes it. May be called again after the credentials were refused once.
     *
     * @param ear what {@link io.kohorte.spi.ConnectorContext#heard} passes on to
     */
    Destination open(Consumer<WireAnswer> ear);

    /** The text without any secret of the settings, before it is stored. */
    String withoutSecrets(String text);
}
