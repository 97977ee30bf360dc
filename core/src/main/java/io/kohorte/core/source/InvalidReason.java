// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

/** Why a row is invalid: stopped by us, and told by line. The names are stable codes. */
public enum InvalidReason {
    TOO_FEW_COLUMNS("The row has fewer columns than the header."),
    TOO_MANY_COLUMNS("The row has more columns than the header."),
    QUOTE_BROKEN("A quoted value is not closed, or text follows its closing quote."),
    LINE_TOO_LONG("The row is longer than 1 MB."),
    ENCODING_INVALID("The row is not valid in the file's encoding."),
    JSON_INVALID("The line is not valid JSON."),
    JSON_NOT_OBJECT("The line is JSON, but not an object."),
    VALUE_UNSTORABLE("A value holds a NUL character or half of a character pair, which no database stores."),
    VALUE_TOO_LONG("A value is longer than 32,768 characters."),
    IDENTIFIER_MISSING("No column says who this is about."),
    IDENTIFIER_INVALID("The identifier can name nobody, or is malformed."),
    DATE_MISSING("The date is missing."),
    DATE_INVALID("The date is not in the expected format."),
    DATE_OUT_OF_RANGE("The date is before 1900 or after 2199."),
    NUMBER_INVALID("A number cannot be read."),
    NUMBER_OUT_OF_RANGE("A number is too large or too small to be kept."),
    QUANTITY_ZERO("The quantity is zero."),
    PRICE_NOT_POSITIVE("The price is zero or less."),
    EVENT_NAME_INVALID("The event has no name, or one that is too long."),
    MESSAGE_ID_MISSING("The message id is missing."),
    CONSENT_INVALID("A consent is neither yes nor no.");

    private final String sentence;

    InvalidReason(String sentence) {
        this.sentence = sentence;
    }

    /** For people. */
    public String sentence() {
        return sentence;
    }
}
