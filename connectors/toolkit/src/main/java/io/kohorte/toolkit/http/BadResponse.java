// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;

/**
 * What to throw for a success that says something other than the vendor's documentation, where its status is no longer at
 * hand; {@link HttpAnswer#badResponse} names that, too.
 */
public final class BadResponse {

    private BadResponse() {}

    /**
     * A {@code BAD_RESPONSE}: "Google answered without figures."
     *
     * @param how goes on after "answered", without a full stop; never anything that the vendor sent, which may be personal
     */
    public static ConnectorException of(String vendor, String how) {
        return new ConnectorException(Problem.of(ProblemCode.BAD_RESPONSE, vendor + " answered " + how + "."));
    }
}
