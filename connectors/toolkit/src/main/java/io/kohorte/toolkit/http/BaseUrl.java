// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import io.kohorte.spi.Settings;

/** Addresses of interfaces as people enter them: with or without a slash at the end, and with blanks around them. */
public final class BaseUrl {

    private BaseUrl() {}

    /** The address, to which a path that begins with a slash can be added. */
    public static String of(String entered) {
        var end = entered.strip();
        while (end.endsWith("/")) {
            end = end.substring(0, end.length() - 1);
        }
        return end;
    }

    /** As {@link #of(String)}, for a setting. */
    public static String of(Settings settings, String name, String otherwise) {
        return of(settings.text(name, otherwise));
    }
}
