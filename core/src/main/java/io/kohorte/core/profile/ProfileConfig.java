// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;

/** Protection against gluing strangers together and against a catalogue without end. */
@ConfigMapping(prefix = "kohorte.profile")
public interface ProfileConfig {

    /** How many values of one namespace a profile may have. */
    @WithDefault("5")
    int identityLimit();

    /**
     * Limits of single namespaces. {@code user_id} and {@code customer_id} have 1 unless set here: two accounts on one device are two
     * people. An explicit alias may go up to {@link #identityLimit()}.
     */
    Map<String, Integer> identityLimits();

    /** How many different traits may exist; further ones are refused and reported. */
    @WithDefault("1000")
    int traitLimit();

    /** The limits as the identity graph wants them. */
    default IdentityLimits limits() {
        return new IdentityLimits(identityLimit(), identityLimits());
    }
}
