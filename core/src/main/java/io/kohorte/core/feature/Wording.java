// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feature;

/** The same words for people in the two languages of the product. */
public record Wording(String en, String de) {

    /** Both languages with {@code suffix} appended. */
    public Wording then(String suffix) {
        return new Wording(en + suffix, de + suffix);
    }
}
