// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.signature;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Secret;
import java.util.Optional;

/**
 * A token that a vendor signs nothing with but shows ({@code Authorization: Bearer …}, RFC 6750). Whoever reads one call can
 * forge others, so prefer a signature where the vendor has one.
 *
 * @param expected the token; while there is none, nobody is believed
 */
public record BearerToken(Optional<Secret> expected) {

    private static final String SCHEME = "Bearer ";

    /** @param token as it was entered in the settings, if it was */
    public static BearerToken of(Optional<String> token) {
        return new BearerToken(token.map(Secret::new));
    }

    /**
     * Lets a call pass that shows the token; compared in constant time.
     *
     * @throws ConnectorException {@code CREDENTIALS_REJECTED} for any other call
     */
    public void verify(InboundCall call) {
        var shown = call.header("authorization").orElse("");
        var given = shown.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) ? shown.substring(SCHEME.length()) : "";
        if (expected.filter(token -> token.shown(given)).isEmpty()) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.CREDENTIALS_REJECTED, "This call does not show the webhook token."));
        }
    }
}
