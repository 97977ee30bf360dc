// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

/** Which texts PostgreSQL takes: no NUL, and no half of a surrogate pair (it has no UTF-8 form). */
public final class StorableText {

    private StorableText() {}

    /** Whether the text can be stored and comes back as it was. */
    public static boolean isStorable(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c) || i + 1 == length || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Whether the text is storable and has no control characters: what an identifier or a name must be. */
    public static boolean isPrintable(String text) {
        return isStorable(text) && text.chars().noneMatch(Character::isISOControl);
    }
}
