// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import io.kohorte.core.destination.Accounts;
import io.kohorte.core.platform.LogFields;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Cursor;
import io.quarkus.quartz.Nonconcurrent;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/** Asks destinations what they counted of their campaigns: a month at first, then the days that may still be corrected. */
@Singleton
public class CampaignPull {

    private static final Logger LOG = Logger.getLogger(CampaignPull.class);
    private static final int AT_FIRST = 30;
    /** Ad platforms correct figures for days afterwards, conversions most of all. */
    private static final int AGAIN = 7;
    /** Against a destination that always says there is more. */
    private static final int MOST_PAGES = 200;

    private final Accounts accounts;
    private final CampaignLedger ledger;
    private final Clock clock;

    CampaignPull(Accounts accounts, CampaignLedger ledger, Clock clock) {
        this.accounts = accounts;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Nonconcurrent
    @Scheduled(
            identity = "pull-campaign-figures",
            every = "${kohorte.feedback.campaigns-every:6h}",
            delayed = "${kohorte.feedback.campaigns-delayed:2m}")
    void pull() {
        for (var account : accounts.all()) {
            if (account.connector().can(Capability.CAMPAIGN_FIGURES)) {
                LogFields.of(LogFields.DESTINATION, account.id().value()).during(() -> ask(account));
            }
        }
    }

    /** A destination that does not answer is asked again next time; a defect of one connector keeps no other from being asked. */
    private void ask(Accounts.Account account) {
        try {
            read(account);
        } catch (ConnectorException | ProblemException e) {
            LOG.warnf("Destination %s tells no figures of campaigns right now: %s", account.id(), e.getMessage());
        } catch (RuntimeException | SQLException broken) {
            LOG.errorf(broken, "Figures of campaigns of destination %s cannot be read right now", account.id());
        }
    }

    private void read(Accounts.Account account) throws SQLException {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var first = today.minusDays(ledger.knows(account.id().value()) ? AGAIN : AT_FIRST);
        try (var destination = accounts.open(account.id())) {
            var cursor = Cursor.START;
            for (var number = 0; number < MOST_PAGES; number++) {
                var page = destination.feedback().campaigns(first, today, cursor);
                ledger.write(account.id().value(), page.figures());
                if (!page.more()) {
                    return;
                }
                cursor = page.next();
            }
        }
    }
}
