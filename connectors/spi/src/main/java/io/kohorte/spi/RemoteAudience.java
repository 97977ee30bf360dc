// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.Objects;

/**
 * An audience as the destination knows it.
 *
 * @param spec what we asked for
 * @param remoteId the vendor's id; equals our key where the vendor has none
 */
public record RemoteAudience(AudienceSpec spec, String remoteId) {

    public RemoteAudience {
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(remoteId, "remoteId");
    }

    /** An audience nobody asked the destination for yet, with a placeholder instead of its id: for previews. */
    public static RemoteAudience planned(AudienceSpec spec) {
        return new RemoteAudience(spec, "{audienceId}");
    }
}
