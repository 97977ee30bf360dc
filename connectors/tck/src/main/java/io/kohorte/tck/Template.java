// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import java.util.regex.Pattern;

/** A text of a preview: masked parts and placeholders in braces stand for anything, all else for itself. */
final class Template {

    private static final Pattern BLANK = Pattern.compile("\\*\\*\\*|\\{[a-zA-Z]+}");

    private Template() {}

    static boolean matches(String shown, String sent) {
        var pattern = new StringBuilder();
        var blanks = BLANK.matcher(shown);
        var from = 0;
        while (blanks.find()) {
            pattern.append(Pattern.quote(shown.substring(from, blanks.start()))).append(".+");
            from = blanks.end();
        }
        pattern.append(Pattern.quote(shown.substring(from)));
        return Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(sent).matches();
    }

    /** Whether the whole text is known before the request is sent. */
    static boolean fixed(String shown) {
        return !BLANK.matcher(shown).find();
    }
}
