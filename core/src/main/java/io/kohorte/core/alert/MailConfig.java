// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The mail server that carries alerts; without a host and a sender there is none. */
@ConfigMapping(prefix = "kohorte.mail")
public interface MailConfig {

    Optional<String> host();

    /** Where servers take mail from programs that sign in (RFC 6409). */
    @WithDefault("587")
    int port();

    /** The sender of every mail. */
    Optional<String> from();

    Optional<String> username();

    Optional<String> password();

    @WithDefault("start-tls")
    Security security();

    /** How the connection is kept from being read; where it is, the server has to prove its name. */
    enum Security {
        /** In the clear until the server agrees to TLS; nothing is sent to one that does not (RFC 3207). */
        START_TLS,
        /** TLS from the first byte (RFC 8314), mostly on port 465. */
        TLS,
        /** In the clear: for a relay on the same machine. */
        NONE
    }
}
