// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Consent;
import java.util.Locale;
import java.util.Optional;

/** What people become who are no contacts yet. A contact's status is never changed afterwards. */
enum NewContacts {
    /** They are not created. */
    NOBODY,
    /** Non-subscribed: order e-mails only, no campaigns. */
    TRANSACTIONAL,
    UNSUBSCRIBED,
    /** Mailchimp asks them by e-mail whether they want to subscribe. */
    PENDING,
    SUBSCRIBED;

    static NewContacts of(AudienceSpec spec) {
        return valueOf(spec.options().text("newContacts", "transactional").toUpperCase(Locale.ROOT));
    }

    /** Only who agreed to marketing, or to e-mail, is subscribed or asked; everybody else is non-subscribed. */
    Optional<String> status(Consent consent) {
        return switch (this) {
            case NOBODY -> Optional.empty();
            case TRANSACTIONAL, UNSUBSCRIBED -> Optional.of(wire());
            case PENDING, SUBSCRIBED -> Optional.of(agreed(consent) ? wire() : TRANSACTIONAL.wire());
        };
    }

    private static boolean agreed(Consent consent) {
        var either = consent.answer("marketing").orElse(false)
                || consent.answer("email").orElse(false);
        return either && !consent.refused("marketing") && !consent.refused("email");
    }

    private String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
