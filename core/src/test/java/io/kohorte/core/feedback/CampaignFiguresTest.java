// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import static io.kohorte.core.platform.Api.admin;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.kohorte.core.sync.People;
import io.kohorte.spi.CampaignFigures;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CampaignFiguresTest {

    private static final LocalDate FRIDAY = LocalDate.parse("2026-01-09");

    @Inject
    CampaignLedger ledger;

    @Inject
    People people;

    @Test
    void whatWasToldLastOfADayCountsAndDaysAddUp() throws SQLException {
        var destination = destination();
        ledger.write(
                destination, List.of(told("c-1", "Winter", FRIDAY, 10, 100), told("c-2", "Spring", FRIDAY, 90, 1)));
        ledger.write(
                destination,
                List.of(
                        told("c-1", "Winter sale", FRIDAY, 12, 110),
                        told("c-1", "Winter sale", FRIDAY.plusDays(1), 3, 40)));

        admin().get("/api/v1/destinations/" + destination + "/campaigns?from=2026-01-09&to=2026-01-10")
                .then()
                .statusCode(200)
                .body("items.campaign", contains("c-2", "c-1"))
                .body("items[1].name", equalTo("Winter sale"))
                .body("items[1].currency", equalTo("EUR"))
                .body("items[1].sum.spend", equalTo(15))
                .body("items[1].sum.impressions", equalTo(150))
                .body("items[1].days.day", contains("2026-01-09", "2026-01-10"));
        admin().get("/api/v1/destinations/" + destination + "/campaigns?from=2026-01-10&to=2026-01-10")
                .then()
                .body("items.campaign", contains("c-1"))
                .body("items[0].sum.impressions", equalTo(40));
    }

    @Test
    void aPeriodThatIsNoneIsRefused() {
        var destination = destination();
        for (var period : List.of("from=2026-01-10&to=2026-01-09", "from=2020-01-01&to=2026-01-09")) {
            admin().get("/api/v1/destinations/" + destination + "/campaigns?" + period)
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("INVALID_PERIOD"));
        }
        admin().get("/api/v1/destinations/987654/campaigns").then().statusCode(404);
    }

    private long destination() {
        return admin().body(Map.of(
                        "name",
                        people.named("ads"),
                        "connector",
                        "webhook",
                        "settings",
                        Map.of("url", "https://ads.example", "secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")))
                .post("/api/v1/destinations")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private static CampaignFigures told(String id, String name, LocalDate day, int spend, int impressions) {
        return new CampaignFigures(
                id,
                name,
                day,
                Map.of("spend", BigDecimal.valueOf(spend), "impressions", BigDecimal.valueOf(impressions)),
                "EUR");
    }
}
