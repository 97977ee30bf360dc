// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.exchange;

import io.kohorte.toolkit.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * An MLflow tracking server.
 *
 * @param url where its API begins to be added, without a slash at the end
 * @param experiment name of the experiment that holds the runs
 * @param user with a user, the token is their password
 */
record TrackingServer(String url, String experiment, Optional<String> user, Optional<Secret> token) {

    /** The value of the header that says who asks. */
    Optional<Secret> authorization() {
        return token.map(secret -> new Secret(user.map(name -> "Basic "
                        + Base64.getEncoder()
                                .encodeToString((name + ":" + secret.reveal()).getBytes(StandardCharsets.UTF_8)))
                .orElse("Bearer " + secret.reveal())));
    }
}
