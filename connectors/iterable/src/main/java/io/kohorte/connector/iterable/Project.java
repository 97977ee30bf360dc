// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SyncMode;
import io.kohorte.toolkit.identity.Normaliser;
import java.util.Optional;

/**
 * By what a project tells its users apart. It decides whether somebody unknown can be left alone: for an address, an
 * e-mail-based project always creates a user.
 *
 * @param emailBased else by user id, or both
 */
record Project(boolean emailBased) {

    static Project of(Settings settings) {
        return new Project(settings.text("projectType", "email").equals("email"));
    }

    /** @throws ConnectorException for what Iterable cannot do */
    void check(AudienceSpec spec) {
        if (spec.mode() == SyncMode.INSERT) {
            throw setting("Iterable overwrites fields of users that it knows: choose upsert.");
        }
        if (spec.mode() == SyncMode.UPDATE && emailBased && byEmail(spec)) {
            throw setting("An e-mail-based project creates a user for every address: choose upsert, or a user id.");
        }
        if (spec.deleteBehaviour() == DeleteBehaviour.DELETE) {
            throw setting(
                    "With a user Iterable would forget that they unsubscribed: choose to remove from the audience.");
        }
    }

    static boolean byEmail(AudienceSpec spec) {
        return spec.matchKey().equals("email");
    }

    /** In the form in which Iterable compares; empty for what is no address. */
    static Optional<String> key(String raw, AudienceSpec spec) {
        return byEmail(spec)
                ? Normaliser.email().normalise(raw)
                : Normaliser.asIs().normalise(raw);
    }

    /** Who it is, and whether somebody unknown is to be created. */
    void name(ObjectNode user, String key, AudienceSpec spec) {
        if (byEmail(spec)) {
            user.put("email", key);
        } else {
            user.put("userId", key).put("preferUserId", !emailBased || spec.mode() != SyncMode.UPDATE);
        }
    }

    /** What only projects that are not e-mail-based respect. */
    boolean updatesExistingOnly(AudienceSpec spec) {
        return !emailBased && spec.mode() == SyncMode.UPDATE;
    }

    private static ConnectorException setting(String sentence) {
        return new ConnectorException(Problem.of(ProblemCode.INVALID_SETTING, sentence));
    }
}
