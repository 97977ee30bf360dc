// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

/**
 * What the mail standards say of the form of an e-mail address, best first. Whether a mailbox exists is another question, and so is whether a
 * domain does: nobody is asked.
 */
public enum EmailForm {
    /** As people write addresses; with letters of any script (RFC 6531). */
    USUAL,
    /** Good for mail servers (RFC 5321), and rare: a quoted name, the number of a machine, a domain without a dot. */
    UNUSUAL,
    /** Good in the header of a mail, with comments or blanks that no server takes. */
    COMMENTED,
    /** As old standards had it, with blanks around dots and the like. */
    OBSOLETE,
    /** Allowed by the grammar of headers (RFC 5322) alone: too long, or a domain that is none. */
    HEADER_ONLY,
    /** No address at all. */
    NONE;

    /** Never fails, whatever the text. */
    public static EmailForm of(String address) {
        return new EmailGrammar(address).form();
    }

    /** Whether a mail server takes such an address as it is. */
    public boolean isForMail() {
        return this == USUAL || this == UNUSUAL;
    }

    EmailForm or(EmailForm other) {
        return compareTo(other) < 0 ? other : this;
    }
}
