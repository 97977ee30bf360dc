// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SyncMode;
import java.util.Optional;

/**
 * What was chosen for one audience.
 *
 * @param attribute user attribute that is true for members; empty where only mapped fields are written
 * @param deletesMark whether the attribute is deleted when someone leaves; else it becomes false
 * @param allIdentities whether every identity that mParticle has a name for goes along; else the one that was matched by
 */
record AudienceOptions(Optional<String> attribute, boolean deletesMark, boolean allIdentities) {

    static AudienceOptions of(AudienceSpec spec) {
        if (spec.mode() == SyncMode.INSERT || spec.mode() == SyncMode.UPDATE) {
            throw setting(
                    "mParticle creates whom it does not know and overwrites whom it does: choose upsert or mirror.");
        }
        if (spec.deleteBehaviour() == DeleteBehaviour.DELETE) {
            throw setting(
                    "Nobody is erased from mParticle for leaving an audience: choose to remove or to clear fields.");
        }
        var options = spec.options();
        var marks = options.text("markBy", "flag").equals("flag");
        var attribute = options.text("attribute", "kohorte_" + spec.key().replaceAll("[^A-Za-z0-9_]", "_"));
        return new AudienceOptions(
                Optional.of(attribute).filter(name -> marks),
                options.text("leavers", "false").equals("deleted"),
                options.text("identities", "match-key").equals("all"));
    }

    private static ConnectorException setting(String sentence) {
        return new ConnectorException(Problem.of(ProblemCode.INVALID_SETTING, sentence));
    }
}
