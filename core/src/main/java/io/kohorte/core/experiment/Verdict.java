// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an experiment says, in a word. Whether more is better depends on the event: nobody wants more refunds. */
public enum Verdict {
    RAISES,
    LOWERS,
    /** There may be an effect too small to be seen with so many people, or none. */
    NOT_SHOWN,
    TOO_EARLY,
    /** Something but chance divided the groups. */
    NOT_TO_BE_TRUSTED;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
