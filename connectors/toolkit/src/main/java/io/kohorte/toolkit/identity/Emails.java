// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.identity;

import java.util.Optional;
import java.util.Set;

/** E-mail addresses as customers' tables hold them. Checks form only: whether a mailbox exists is not ours to know. */
final class Emails {

    /** RFC 5321 §4.5.3.1. */
    private static final int LONGEST = 254;

    private Emails() {}

    static Optional<String> normalise(String raw, Set<String> domainsWithoutDots) {
        return Texts.lower(raw).flatMap(text -> {
            var at = text.indexOf('@');
            if (at < 1 || at == text.length() - 1 || text.length() > LONGEST || !plain(text, at)) {
                return Optional.empty();
            }
            return domainsWithoutDots.contains(text.substring(at + 1)) ? withoutDots(text, at) : Optional.of(text);
        });
    }

    private static boolean plain(String text, int at) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (Texts.blank(c) || (c == '@' && i != at)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> withoutDots(String text, int at) {
        var plus = text.indexOf('+');
        var end = plus >= 0 && plus < at ? plus : at;
        return Texts.keep(text.substring(0, end), c -> c != '.').map(local -> local + text.substring(at));
    }
}
