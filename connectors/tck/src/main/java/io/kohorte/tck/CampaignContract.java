// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.CampaignFigures;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.UnsupportedCapabilityException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Figures of campaigns: whole days, whole pages, or a named problem. */
public interface CampaignContract extends ConnectorUnderTest {

    @Test
    default void tells_figures_of_campaigns_or_refuses_to(FakeVendor vendor) {
        var last = LocalDate.ofInstant(Surroundings.START, ZoneOffset.UTC);
        var first = last.minusDays(6);
        try (var trial = Trial.open(this, vendor)) {
            var feedback = trial.destination.feedback();
            if (!claims(Capability.CAMPAIGN_FIGURES)) {
                var refusal = catchThrowableOfType(
                        UnsupportedCapabilityException.class, () -> feedback.campaigns(first, last, Cursor.START));
                assertThat(refusal)
                        .as("CAMPAIGN_FIGURES is not claimed, so it is refused")
                        .isNotNull();
                assertThat(refusal.capability()).isEqualTo(Capability.CAMPAIGN_FIGURES);
                return;
            }
            var figures = new ArrayList<CampaignFigures>();
            var page = feedback.campaigns(first, last, Cursor.START);
            figures.addAll(page.figures());
            for (var more = 0; page.more() && more < 20; more++) {
                page = feedback.campaigns(first, last, page.next());
                figures.addAll(page.figures());
            }
            assertThat(figures).as("campaigns of the fake vendor").isNotEmpty().allSatisfy(campaign -> {
                assertThat(campaign.campaignId()).isNotBlank();
                assertThat(campaign.day()).isBetween(first, last);
                assertThat(campaign.figures()).isNotEmpty();
            });
            assertThat(figures)
                    .extracting(campaign -> campaign.campaignId() + campaign.day())
                    .as("one line per campaign and day")
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"TOO_MANY_REQUESTS_FOR_SECONDS", "UNAUTHORISED", "PAGE_INSTEAD_OF_DATA", "RESET_AFTER_REQUEST"})
    default void names_what_goes_wrong_while_reading_figures(WireFault fault, FakeVendor vendor) {
        if (!claims(Capability.CAMPAIGN_FIGURES)) {
            return; // refused, as another test proves
        }
        var day = LocalDate.ofInstant(Surroundings.START, ZoneOffset.UTC);
        try (var trial = Trial.facing(fault, this, vendor)) {
            vendor.fail(List.of(fault, fault));
            var failure = catchThrowableOfType(
                    ConnectorException.class, () -> trial.destination.feedback().campaigns(day, day, Cursor.START));
            assertThat(failure).as("reading fails").isNotNull();
            assertThat(failure.problem().code().kind()).isIn(fault.kinds(true));
        }
    }
}
