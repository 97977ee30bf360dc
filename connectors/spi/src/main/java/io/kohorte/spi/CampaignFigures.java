// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;

/**
 * What a destination counted of one campaign on one day, of nobody in particular. For reports only: nobody can learn from
 * it who did what.
 *
 * @param campaignId the destination's
 * @param campaign its name
 * @param day in the time zone of the account
 * @param figures name to number, {@code impressions clicks conversions opens bounces unsubscribes spend revenue} or the
 *     destination's own word
 * @param currency ISO 4217, of {@code spend} and {@code revenue}; empty text when there is neither
 */
public record CampaignFigures(
        String campaignId, String campaign, LocalDate day, Map<String, BigDecimal> figures, String currency) {

    public CampaignFigures {
        Objects.requireNonNull(campaignId, "campaignId");
        Objects.requireNonNull(campaign, "campaign");
        Objects.requireNonNull(day, "day");
        figures = Map.copyOf(figures);
        Objects.requireNonNull(currency, "currency");
    }
}
