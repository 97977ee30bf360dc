// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import io.kohorte.core.consent.Withdrawals;
import io.kohorte.core.profile.Identity;
import io.kohorte.spi.Conversion;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Heeds what people told a destination: no e-mail any more, or to be forgotten. */
@Singleton
class Wishes {

    private static final String REASON = "A destination was asked to erase this person.";

    private final DataSource database;
    private final Withdrawals withdrawals;

    Wishes(DataSource database, Withdrawals withdrawals) {
        this.database = database;
        this.withdrawals = withdrawals;
    }

    /** Before the conversion is kept: one that is told again is heeded again, one that was kept is not told again. */
    void heed(Conversion conversion, Optional<Integer> profile) throws SQLException {
        if (conversion.type().equals(Conversion.UNSUBSCRIBED) && profile.isPresent()) {
            withdrawals.unsubscribed(profile.get(), conversion.occurredAt());
        } else if (conversion.type().equals(Conversion.FORGOTTEN)) {
            var names = new ArrayList<>(Subjects.identities(conversion.subject()));
            if (profile.isPresent()) {
                names.addAll(names(profile.get()));
            }
            withdrawals.forgotten(names, REASON);
        }
    }

    /** The same for somebody whom we came to know later. */
    void heed(String type, int profile, Instant at) throws SQLException {
        if (type.equals(Conversion.UNSUBSCRIBED)) {
            withdrawals.unsubscribed(profile, at);
        } else if (type.equals(Conversion.FORGOTTEN)) {
            withdrawals.forgotten(names(profile), REASON);
        }
    }

    private List<Identity> names(int profile) throws SQLException {
        try (Connection connection = database.getConnection();
                var select = connection.prepareStatement("select namespace, value from identity where profile = ?")) {
            select.setInt(1, profile);
            try (var row = select.executeQuery()) {
                var names = new ArrayList<Identity>();
                while (row.next()) {
                    names.add(new Identity(row.getString(1), row.getString(2)));
                }
                return names;
            }
        }
    }
}
