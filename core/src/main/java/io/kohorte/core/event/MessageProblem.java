// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

/** Why a message of the tracking API is not taken. The names are stable codes. */
enum MessageProblem {
    NOT_AN_OBJECT("A message is a JSON object."),
    TYPE_UNKNOWN("The type is none of track, identify, alias, page, screen, group."),
    TOO_LARGE("A message has at most 32 KB."),
    IDENTIFIER_MISSING("A message needs a userId or an anonymousId."),
    IDENTIFIER_INVALID("Neither the userId nor the anonymousId can name anybody."),
    PREVIOUS_ID_MISSING("An alias needs a userId and a previousId."),
    EVENT_NAME_INVALID("A track call needs the name of its event, of at most 200 characters."),
    GROUP_ID_MISSING("A group call needs a groupId."),
    TIMESTAMP_INVALID("A timestamp is not in ISO 8601, or lies before 1900 or after 2199."),
    VALUE_UNSTORABLE(
            "A text holds a NUL character or half of a character pair, or a number is too large to compute with.");

    private final String sentence;

    MessageProblem(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
