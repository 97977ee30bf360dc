// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request about one person among those of a job. Its name comes back with its result, so it says all that has to be known
 * then.
 *
 * @param row position in the batch
 * @param absent what it means that Mailchimp finds nobody there
 * @param membership what comes after the job
 */
record Operation(int row, PersonStep.Absent absent, Membership membership) {

    private static final Pattern NAME = Pattern.compile("([0-9]{1,4})\\.([A-Z_]{1,20})\\.([A-Z]{1,10})");

    String name() {
        return row + "." + absent + "." + membership;
    }

    /** Empty for a name that is none of ours. */
    static Optional<Operation> of(String name) {
        var parts = NAME.matcher(name);
        try {
            return parts.matches()
                    ? Optional.of(new Operation(
                            Integer.parseInt(parts.group(1)),
                            PersonStep.Absent.valueOf(parts.group(2)),
                            Membership.valueOf(parts.group(3))))
                    : Optional.empty();
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }
}
