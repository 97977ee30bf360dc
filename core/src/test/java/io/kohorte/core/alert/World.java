// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong, as the test wants it. */
final class World implements Watch {

    private final List<Finding> wrong = new ArrayList<>();
    private boolean unknown;

    synchronized void has(Finding... findings) {
        unknown = false;
        wrong.clear();
        wrong.addAll(List.of(findings));
    }

    synchronized void cannotBeSeen() {
        unknown = true;
    }

    @Override
    public synchronized List<Finding> look(Instant now) throws SQLException {
        if (unknown) {
            throw new SQLException("nobody knows");
        }
        return List.copyOf(wrong);
    }

    static Finding stopped(long sync) {
        return finding(AlertKind.SYNC_STOPPED, new Subject(Subject.Kind.SYNC, sync, "Churners"), "/syncs/" + sync);
    }

    static Finding unreachable(long destination) {
        return finding(
                AlertKind.DESTINATION_UNREACHABLE,
                new Subject(Subject.Kind.DESTINATION, destination, "CRM"),
                "/destinations/" + destination);
    }

    static Finding version(AlertKind kind) {
        return finding(kind, new Subject(Subject.Kind.DESTINATION, 3, "CRM"), "/destinations/3");
    }

    static Finding behind(long sync) {
        return finding(AlertKind.SYNC_BEHIND, new Subject(Subject.Kind.SYNC, sync, "Churners"), "/runs/9");
    }

    private static Finding finding(AlertKind kind, Subject subject, String link) {
        return new Finding(
                kind,
                subject,
                "The sync '" + subject.name() + "' stopped and waits for you.",
                Optional.of("The destination refuses the credentials."),
                "Nothing: it is tried again by itself.",
                link);
    }
}
