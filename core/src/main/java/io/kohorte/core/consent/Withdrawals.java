// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.consent;

import io.kohorte.core.profile.Identity;
import io.kohorte.core.profile.ProfileLock;
import io.kohorte.core.profile.ProfilesChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/** What people told a destination and not us. Saying it again changes nothing, so who hears it may be told twice. */
@ApplicationScoped
public class Withdrawals {

    /** The channel of {@code email.unsubscribed}. */
    private static final String EMAIL = "email";

    private final DataSource database;
    private final Suppressions suppressions;
    private final Event<ProfilesChanged> changed;

    Withdrawals(DataSource database, Suppressions suppressions, Event<ProfilesChanged> changed) {
        this.database = database;
        this.suppressions = suppressions;
        this.changed = changed;
    }

    /** They want no e-mail any more; a yes they said later than this stays. */
    public void unsubscribed(int profile, Instant at) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                ProfileLock.EXCLUSIVE.take(connection);
                var moved = Consents.write(connection, List.of(new ConsentFact(profile, EMAIL, false, at)));
                connection.commit();
                if (!moved.isEmpty()) {
                    changed.fire(ProfilesChanged.permissions(RoaringBitmap.bitmapOf(profile)));
                }
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /**
     * They asked a destination to erase them: nobody is sent anything about them any more, by any of these names.
     *
     * @param names known to us or not
     * @param reason why, for who looks at the list of those never sent
     */
    public void forgotten(List<Identity> names, String reason) throws SQLException {
        if (!names.isEmpty()) {
            int unused = suppressions.add(names, reason);
        }
    }
}
