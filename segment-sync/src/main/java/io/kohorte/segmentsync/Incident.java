// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;

/** A defect, with a number that a person can name and the log can be searched for. */
final class Incident {

    private static final Logger LOG = System.getLogger(Incident.class.getName());
    private static final int FRAMES = 12;

    private Incident() {}

    /** Messages of unknown exceptions may hold personal data and stay out of the log; where it happened does not. */
    static String of(SyncId sync, Throwable defect) {
        var where = Arrays.stream(defect.getStackTrace())
                .limit(FRAMES)
                .map(frame -> System.lineSeparator() + "\tat " + frame)
                .collect(Collectors.joining());
        return log(sync, defect.getClass().getName() + where);
    }

    static String of(SyncId sync, String what) {
        return log(sync, what);
    }

    private static String log(SyncId sync, String what) {
        var number = UUID.randomUUID().toString().substring(0, 8);
        LOG.log(Level.ERROR, "incident {0} in sync {1}: {2}", number, sync, what);
        return number;
    }
}
