// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import java.util.regex.Pattern;

/** Reads one address by the grammars of RFC 5322 §3.4.1 and §4.4 and RFC 5321 §4.1.2, and remembers the worst it meets. */
final class EmailGrammar {

    /** RFC 5321 §4.5.3.1; RFC 1035 §2.3.4 for labels; the whole path is 256 with its brackets. */
    private static final int LONGEST_LOCAL_PART = 64;

    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_DOMAIN = 253;
    private static final int LONGEST = 254;

    private static final String SPECIALS = "()<>[]:;@\\,.\"";
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);
    private static final Pattern IPV4_AT_THE_END = Pattern.compile("(?<=:)" + IPV4 + "$");
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-Fa-f]{0,4}");
    private static final String IPV6 = "ipv6:";
    private static final int GROUPS = 8;
    private static final char END = '\uffff';
    private static final char DELETE = 127;

    private final String text;
    private int at;
    private EmailForm worst = EmailForm.USUAL;

    EmailGrammar(String text) {
        this.text = text;
    }

    /** Ends the reading of what is no address; no stack trace, as there may be millions. */
    private static final class NoAddress extends Exception {
        private static final long serialVersionUID = 1L;

        NoAddress() {
            super(null, null, false, false);
        }
    }

    EmailForm form() {
        try {
            int local = localPart();
            expect('@');
            if (commentsOrBlanks()) {
                found(EmailForm.OBSOLETE);
            }
            int domain = peek() == '[' ? literal() : domain();
            if (at < text.length()) {
                throw new NoAddress();
            }
            if (local + 1 + domain > LONGEST) {
                found(EmailForm.HEADER_ONLY);
            }
            return worst;
        } catch (NoAddress no) {
            return EmailForm.NONE;
        }
    }

    /** Its length, as all lengths without comments and blanks around its parts. */
    private int localPart() throws NoAddress {
        if (commentsOrBlanks()) {
            found(EmailForm.COMMENTED);
        }
        int length = 0;
        int parts = 0;
        boolean quoted = false;
        do {
            length += parts > 0 ? 1 : 0;
            quoted |= peek() == '"';
            length += peek() == '"' ? quotedString() : atom();
            parts++;
        } while (dot());
        if (quoted) {
            found(parts > 1 ? EmailForm.OBSOLETE : EmailForm.UNUSUAL);
        }
        if (length > LONGEST_LOCAL_PART) {
            found(EmailForm.HEADER_ONLY);
        }
        return length;
    }

    /** Whether a dot came, and so another part has to. */
    private boolean dot() throws NoAddress {
        boolean apart = commentsOrBlanks();
        boolean dot = peek() == '.';
        if (dot) {
            at++;
            apart |= commentsOrBlanks();
        }
        if (apart) {
            found(dot || at < text.length() ? EmailForm.OBSOLETE : EmailForm.COMMENTED);
        }
        return dot;
    }

    private int atom() throws NoAddress {
        int start = at;
        while (isOfAtoms(peek())) {
            at++;
        }
        if (at == start) {
            throw new NoAddress();
        }
        return at - start;
    }

    private int quotedString() throws NoAddress {
        int start = at;
        expect('"');
        while (peek() != '"') {
            char next = peek();
            if (next == '\\') {
                escaped(EmailForm.OBSOLETE);
            } else if (next == '\t' || next == '\r') {
                blanks();
                found(EmailForm.COMMENTED);
            } else {
                plain(next, EmailForm.OBSOLETE);
            }
        }
        at++;
        return at - start;
    }

    private int domain() throws NoAddress {
        int length = 0;
        int labels = 0;
        int start;
        do {
            length += labels > 0 ? 1 : 0;
            start = at;
            int label = atom();
            if (text.charAt(start) == '-' || text.charAt(start + label - 1) == '-') {
                throw new NoAddress();
            }
            if (label > LONGEST_LABEL || !text.substring(start, at).chars().allMatch(EmailGrammar::isOfLabels)) {
                found(EmailForm.HEADER_ONLY);
            }
            length += label;
            labels++;
        } while (dot());
        if (labels == 1 || Character.isDigit(text.charAt(start))) {
            found(EmailForm.UNUSUAL);
        }
        if (length > LONGEST_DOMAIN) {
            found(EmailForm.HEADER_ONLY);
        }
        return length;
    }

    private int literal() throws NoAddress {
        int start = at;
        expect('[');
        while (peek() != ']') {
            char next = peek();
            if (next == '[') {
                throw new NoAddress();
            } else if (next == '\\') {
                escaped(EmailForm.HEADER_ONLY);
            } else if (!blanks()) {
                plain(next, EmailForm.HEADER_ONLY);
            }
        }
        at++;
        int length = at - start;
        found(ofLiteral(text.substring(start + 1, at - 1)));
        if (commentsOrBlanks()) {
            found(EmailForm.COMMENTED);
        }
        return length;
    }

    private static EmailForm ofLiteral(String literal) {
        if (IPV4.matcher(literal).matches()) {
            return EmailForm.UNUSUAL;
        }
        return literal.regionMatches(true, 0, IPV6, 0, IPV6.length())
                ? ofIpv6(IPV4_AT_THE_END
                        .matcher(literal.substring(IPV6.length()))
                        .replaceFirst("0:0"))
                : EmailForm.HEADER_ONLY;
    }

    /** RFC 5321 §4.1.3: {@code ::} stands for two groups or more, in old standards for one, too. */
    private static EmailForm ofIpv6(String address) {
        String[] groups = address.split(":", -1);
        int gap = address.indexOf("::");
        int most = gap == 0 || gap == address.length() - 2 ? GROUPS + 1 : GROUPS;
        boolean counted = gap < 0 ? groups.length == GROUPS : groups.length <= most && gap == address.lastIndexOf("::");
        boolean bounded = (!address.startsWith(":") || address.startsWith("::"))
                && (!address.endsWith(":") || address.endsWith("::"));
        for (String group : groups) {
            counted &= HEXADECIMAL.matcher(group).matches();
        }
        if (!counted || !bounded) {
            return EmailForm.HEADER_ONLY;
        }
        return gap >= 0 && groups.length == most ? EmailForm.OBSOLETE : EmailForm.UNUSUAL;
    }

    private boolean commentsOrBlanks() throws NoAddress {
        int start = at;
        while (peek() == '(' ? comment() : blanks()) {
            // goes on to the next
        }
        return at > start;
    }

    /** With those inside of it; without recursion, since they may be nested as deep as the text is long. */
    private boolean comment() throws NoAddress {
        int depth = 0;
        do {
            char next = peek();
            if (next == '(' || next == ')') {
                depth += next == '(' ? 1 : -1;
                at++;
            } else if (next == '\\') {
                escaped(EmailForm.OBSOLETE);
            } else if (!blanks()) {
                plain(next, EmailForm.OBSOLETE);
            }
        } while (depth > 0);
        return true;
    }

    /** Blanks, and ends of lines with a blank after them: one, or several as old standards had it. */
    private boolean blanks() throws NoAddress {
        int start = at;
        int lines = 0;
        for (char next = peek(); isBlank(next) || next == '\r'; next = peek()) {
            at++;
            if (next == '\r') {
                expect('\n');
                lines++;
                if (!isBlank(peek())) {
                    throw new NoAddress();
                }
            }
        }
        if (lines > 1) {
            found(EmailForm.OBSOLETE);
        }
        return at > start;
    }

    /** A backslash, and what it takes the meaning from. */
    private void escaped(EmailForm atLeast) throws NoAddress {
        at++;
        char next = peek();
        if (next > DELETE) {
            throw new NoAddress();
        }
        if (atLeast == EmailForm.HEADER_ONLY || (next < ' ' && next != '\t') || next == DELETE) {
            found(atLeast);
        }
        at++;
    }

    /** A character that stands for itself; controls are of old standards at best. */
    private void plain(char next, EmailForm control) throws NoAddress {
        if (next == 0 || next == '\n' || isBeyond(next) || next == END) {
            throw new NoAddress();
        }
        if (next < ' ' || next == DELETE) {
            found(control);
        }
        at++;
    }

    private static boolean isOfAtoms(char c) {
        return c <= DELETE
                ? c > ' ' && c < DELETE && SPECIALS.indexOf(c) < 0
                : !isBeyond(c) && !Character.isSpaceChar(c) && c != END;
    }

    private static boolean isOfLabels(int c) {
        return c == '-' || c > DELETE || Character.isLetterOrDigit(c);
    }

    /** Controls that came with eight bits. */
    private static boolean isBeyond(char c) {
        return c > DELETE && c < '\u00a0';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    private void expect(char expected) throws NoAddress {
        if (peek() != expected) {
            throw new NoAddress();
        }
        at++;
    }

    private void found(EmailForm form) {
        worst = worst.or(form);
    }
}
