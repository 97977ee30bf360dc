// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import io.kohorte.spi.ConnectorContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** Whether notices may go to an address. Where it leads is checked with every call: names change their minds. */
record WebAddress(String text) {

    private static final int LONGEST = 2_000;

    List<FieldError> check(ConnectorContext context) {
        return isUsable(context.privateAddressesAllowed() ? List.of("https", "http") : List.of("https"))
                ? List.of()
                : List.of(new FieldError(
                        "/settings/url",
                        "INVALID_ADDRESS",
                        "The address must start with https:// and name a host, without a user name or a password."));
    }

    private boolean isUsable(List<String> schemes) {
        try {
            var address = new URI(text);
            return text.length() <= LONGEST
                    && schemes.contains(address.getScheme())
                    && address.getHost() != null
                    && address.getRawUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
