// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import io.kohorte.toolkit.identity.Hash;
import io.kohorte.toolkit.identity.Normaliser;
import java.util.regex.Pattern;

/**
 * Forms of identifiers as Google's own formatter makes them (googleads/data-manager-java, UserDataFormatter): hashes are
 * SHA-256 in hexadecimal, region and postal code stay readable.
 */
final class Identifiers {

    private static final Pattern TITLE = Pattern.compile("(?:mr|mrs|ms|dr)\\.(?:\\s|$)");

    private static final Pattern SUFFIX =
            Pattern.compile("(?:,\\s*|\\s+)(?:jr\\.|sr\\.|2nd|3rd|ii|iii|iv|v|vi|cpa|dc|dds|vm|jd|md|phd)\\s?$");

    /** Without dots and tags at Gmail. */
    final Normaliser email = Normaliser.gmail().hashed(Hash.SHA256_HEX);

    final Normaliser phone;

    final Normaliser givenName = withoutTitle().hashed(Hash.SHA256_HEX);

    final Normaliser familyName = withoutSuffix().hashed(Hash.SHA256_HEX);

    final Normaliser region = Normaliser.country().upperCase();

    /** Dashes stay: {@code 1229-076}. */
    final Normaliser postalCode = Normaliser.asIs();

    final Normaliser device = Normaliser.asIs();

    final Normaliser user = Normaliser.asIs();

    /** @param defaultRegion of phone numbers without a country code; empty to read them as Google does */
    Identifiers(String defaultRegion) {
        var digits = Normaliser.dialled(defaultRegion);
        Normaliser international = raw -> digits.normalise(raw).map(number -> "+" + number);
        phone = international.hashed(Hash.SHA256_HEX);
    }

    private static Normaliser withoutTitle() {
        var lower = Normaliser.name();
        return raw -> lower.normalise(raw)
                .map(name -> name.indexOf('.') < 0
                        ? name
                        : TITLE.matcher(name).replaceAll("").strip())
                .filter(name -> !name.isEmpty());
    }

    /** There may be several: {@code quinn, jr., dds}. */
    private static Normaliser withoutSuffix() {
        var lower = Normaliser.name();
        return raw -> lower.normalise(raw)
                .map(name -> {
                    if (name.chars().noneMatch(c -> c == ',' || Character.isWhitespace(c))) {
                        return name;
                    }
                    var rest = name;
                    var suffix = SUFFIX.matcher(rest);
                    while (suffix.find()) {
                        rest = rest.substring(0, suffix.start());
                        suffix = SUFFIX.matcher(rest);
                    }
                    return rest.strip();
                })
                .filter(name -> !name.isEmpty());
    }
}
