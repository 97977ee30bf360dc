// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.spi.CampaignFigures;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** What destinations counted of their campaigns, by day. Destinations correct their figures for a while: the latest answer counts. */
@Singleton
class CampaignLedger {

    /** Longest name kept, as of campaigns' ids. */
    private static final int LONGEST = 200;

    private static final TypeReference<Map<String, BigDecimal>> FIGURES = new TypeReference<>() {};

    private final DataSource database;
    private final ObjectMapper json;
    private final Clock clock;

    CampaignLedger(DataSource database, ObjectMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    /** One campaign on some days. */
    record Campaign(String campaign, String name, String currency, Map<String, BigDecimal> sum, List<Day> days) {}

    /** One day of it. */
    record Day(LocalDate day, Map<String, BigDecimal> figures) {}

    void write(long destination, List<CampaignFigures> told) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(
                        """
                        insert into campaign_figures (destination, campaign, day, name, figures, currency, told_at)
                        values (?, ?, ?, ?, ?::jsonb, ?, ?)
                        on conflict (destination, campaign, day) do update
                           set name = excluded.name, figures = excluded.figures, currency = excluded.currency, told_at = excluded.told_at""")) {
            for (var figures : told) {
                insert.setLong(1, destination);
                insert.setString(2, cut(figures.campaignId()));
                insert.setObject(3, figures.day());
                insert.setString(4, cut(figures.campaign()));
                insert.setString(5, json.valueToTree(figures.figures()).toString());
                insert.setString(6, figures.currency());
                insert.setTimestamp(7, Timestamp.from(clock.instant()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static String cut(String text) {
        var clean = text.replace("\u0000", "");
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) : clean;
    }

    boolean knows(long destination) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select exists (select from campaign_figures where destination = ?)")) {
            select.setLong(1, destination);
            try (var row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /**
     * Campaigns with what was counted of them, the largest first by what they cost, then by how often they were seen.
     *
     * @param first and {@code last}, both included
     */
    List<Campaign> of(long destination, LocalDate first, LocalDate last) throws SQLException {
        var campaigns = new TreeMap<String, Campaign>();
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        """
                        select campaign, name, currency, day, figures from campaign_figures
                         where destination = ? and day between ? and ? order by campaign, day""")) {
            select.setLong(1, destination);
            select.setObject(2, first);
            select.setObject(3, last);
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    var figures = read(row.getString("figures"));
                    var campaign = campaigns.computeIfAbsent(
                            row.getString("campaign"),
                            id -> new Campaign(id, "", "", new TreeMap<>(), new ArrayList<>()));
                    figures.forEach((name, number) -> campaign.sum().merge(name, number, BigDecimal::add));
                    campaign.days().add(new Day(row.getObject("day", LocalDate.class), figures));
                    campaigns.put(
                            campaign.campaign(),
                            new Campaign(
                                    campaign.campaign(),
                                    row.getString("name"),
                                    row.getString("currency"),
                                    campaign.sum(),
                                    campaign.days()));
                }
            }
        }
        return campaigns.values().stream().sorted(CampaignLedger::larger).toList();
    }

    private static int larger(Campaign one, Campaign other) {
        for (var figure : List.of("spend", "impressions", "sent", "clicks")) {
            var order = other.sum()
                    .getOrDefault(figure, BigDecimal.ZERO)
                    .compareTo(one.sum().getOrDefault(figure, BigDecimal.ZERO));
            if (order != 0) {
                return order;
            }
        }
        return one.name().compareTo(other.name());
    }

    private Map<String, BigDecimal> read(String figures) {
        try {
            return new TreeMap<>(json.readValue(figures, FIGURES));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figures on record are no JSON", e);
        }
    }
}
