// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.tealium;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Two fields of a form, as Tealium takes them where it takes no JSON. */
record Form(String name, String value, String secondName, String secondValue) {

    static final String TYPE = "application/x-www-form-urlencoded";

    byte[] bytes() {
        return (name + "=" + encoded(value) + "&" + secondName + "=" + encoded(secondValue))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** For a form and, since a blank is {@code %20}, for a path. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Without the values: one is a key or an identity. */
    @Override
    public String toString() {
        return "form of " + name + " and " + secondName;
    }
}
