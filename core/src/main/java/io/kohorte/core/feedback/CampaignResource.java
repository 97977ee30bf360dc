// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import io.kohorte.core.destination.Accounts;
import io.kohorte.core.destination.DestinationId;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.web.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** What a destination counted of its campaigns. For reports: nobody learns from it who did what. */
@Path("/api/v1/destinations/{destination}/campaigns")
class CampaignResource {

    private static final int DAYS = 30;
    private static final int MOST_DAYS = 366;

    private final Accounts accounts;
    private final CampaignLedger ledger;
    private final Clock clock;

    CampaignResource(Accounts accounts, CampaignLedger ledger, Clock clock) {
        this.accounts = accounts;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * @param from first day, by default 30 days ago
     * @param to last day, by default today
     */
    @GET
    public Page<CampaignLedger.Campaign> list(
            @PathParam("destination") long destination,
            @QueryParam("from") @Nullable LocalDate from,
            @QueryParam("to") @Nullable LocalDate to)
            throws SQLException {
        var known = accounts.find(new DestinationId(destination));
        var last = to == null ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : to;
        var first = from == null ? last.minusDays(DAYS) : from;
        if (first.isAfter(last) || first.plusDays(MOST_DAYS).isBefore(last)) {
            throw ProblemException.of(
                    400,
                    "INVALID_PERIOD",
                    "The period has to be of 1 to " + MOST_DAYS + " days.",
                    "Ask for example for from=" + last.minusDays(DAYS) + "&to=" + last + ".");
        }
        return new Page<>(ledger.of(known.id().value(), first, last), null);
    }
}
