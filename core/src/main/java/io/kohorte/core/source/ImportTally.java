// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import io.kohorte.core.event.EventFact;
import io.kohorte.core.event.IntakeResult;
import io.kohorte.core.event.Observation;
import io.kohorte.core.profile.TraitFinding;
import io.kohorte.core.source.ImportReport.ColumnReport;
import io.kohorte.core.source.ImportReport.Finding;
import io.kohorte.core.source.ImportReport.InvalidRows;
import io.kohorte.core.source.ImportReport.Purchases;
import io.kohorte.core.source.ImportReport.QualityReport;
import io.kohorte.core.source.ImportReport.Sample;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Counts an import's rows while they go by. Each row is counted exactly once. */
final class ImportTally {

    private static final int SAMPLES = 10;

    private final Mapping mapping;
    private final List<ColumnProfile> columns;
    private final Map<InvalidReason, Long> invalid = new EnumMap<>(InvalidReason.class);
    private final Map<InvalidReason, List<Sample>> samples = new EnumMap<>(InvalidReason.class);
    private final Map<String, Long> mismatches = new TreeMap<>();
    private final Map<String, Long> refusedTraits = new TreeMap<>();
    private final Map<String, Long> droppedIdentifiers = new TreeMap<>();
    private final Map<String, Long> doubtfulAddresses = new TreeMap<>();
    private final RoaringBitmap customers = new RoaringBitmap();
    private long accepted;
    private long duplicates;
    private long events;
    private long created;
    private long updated;
    private long traits;
    private long exactDuplicates;
    private long withoutIdentity;
    private long negativeQuantities;
    private long pricesNotPositive;
    private long purchases;
    private BigDecimal revenue = BigDecimal.ZERO;
    private @Nullable Corrections corrections;
    private @Nullable Instant from;
    private @Nullable Instant to;

    ImportTally(Mapping mapping, List<ColumnProfile> columns) {
        this.mapping = mapping;
        this.columns = columns;
    }

    /** Counts the rows that could not even be read. */
    void rejects(RowTable table) throws SQLException {
        try (Statement statement = table.connection().createStatement();
                ResultSet rows = statement.executeQuery("select line, reason from reject order by line")) {
            while (rows.next()) {
                invalid(rows.getLong(1), new RowReading.Result.Refused(InvalidReason.valueOf(rows.getString(2)), null));
            }
        }
    }

    void exactDuplicates(long rows) {
        exactDuplicates = rows;
    }

    void droppedIdentifiers(Map<String, Long> byColumn) {
        droppedIdentifiers.putAll(byColumn);
    }

    void doubtfulAddresses(Map<String, Long> byColumn) {
        doubtfulAddresses.putAll(byColumn);
    }

    void corrected(Corrections done) {
        corrections = done;
    }

    /** Looks at any readable row, whatever becomes of it. */
    void seen(RowReading reading, List<@Nullable String> values) {
        if (reading.namesNobody(values)) {
            withoutIdentity++;
        }
        EventMapping event = mapping.event();
        if (event != null) {
            if (reading.number(event.quantity(), values)
                    .filter(number -> number < 0)
                    .isPresent()) {
                negativeQuantities++;
            }
            String price = event.unitPrice() != null ? event.unitPrice() : event.amount();
            if (reading.number(price, values).filter(number -> number <= 0).isPresent()) {
                pricesNotPositive++;
            }
        }
    }

    void invalid(long line, RowReading.Result.Refused refused) {
        InvalidReason reason = refused.reason();
        invalid.merge(reason, 1L, Long::sum);
        List<Sample> shown = samples.computeIfAbsent(reason, first -> new ArrayList<>());
        if (shown.size() < SAMPLES) {
            shown.add(new Sample(line, reason.sentence(), refused.column()));
        }
    }

    void duplicate() {
        duplicates++;
    }

    void taken(List<Observation> batch, IntakeResult result) {
        for (int i = 0; i < batch.size(); i++) {
            if (result.outcomes().get(i) == IntakeResult.Outcome.ACCEPTED) {
                accepted++;
            } else {
                duplicates++;
            }
            EventFact event = batch.get(i).event();
            if (event != null) {
                happened(event, result.profiles().get(i));
            }
        }
        events += result.events();
        created += result.profilesCreated();
        updated += result.profilesUpdated();
        traits += result.traitsWritten();
        for (TraitFinding finding : result.findings()) {
            (finding.kind() == TraitFinding.Kind.OTHER_TYPE ? mismatches : refusedTraits)
                    .merge(finding.trait(), finding.count(), Long::sum);
        }
    }

    private void happened(EventFact event, int profile) {
        from = from == null || event.at().isBefore(from) ? event.at() : from;
        to = to == null || event.at().isAfter(to) ? event.at() : to;
        Double amount = event.amount();
        if (amount != null && amount > 0) {
            purchases++;
            customers.add(profile);
            revenue = revenue.add(BigDecimal.valueOf(amount));
        }
    }

    ImportReport report() {
        List<InvalidRows> reasons = invalid.entrySet().stream()
                .sorted(Map.Entry.<InvalidReason, Long>comparingByValue().reversed())
                .map(entry -> new InvalidRows(
                        entry.getKey().name(),
                        entry.getValue(),
                        entry.getKey().sentence(),
                        samples.getOrDefault(entry.getKey(), List.of())))
                .toList();
        long stopped = invalid.values().stream().mapToLong(Long::longValue).sum();
        return new ImportReport(
                accepted + stopped + duplicates,
                accepted,
                stopped,
                duplicates,
                events,
                created,
                updated,
                traits,
                reasons,
                corrections,
                quality());
    }

    private QualityReport quality() {
        return new QualityReport(
                columns.stream().map(this::withWhatWasNoticed).toList(),
                exactDuplicates,
                withoutIdentity,
                negativeQuantities,
                pricesNotPositive,
                new Purchases(
                        purchases,
                        customers.getLongCardinality(),
                        revenue.setScale(2, RoundingMode.HALF_UP).doubleValue()),
                from,
                to,
                findings());
    }

    private ColumnReport withWhatWasNoticed(ColumnProfile column) {
        ColumnReport report = column.report();
        List<Finding> findings = new ArrayList<>(report.findings());
        noticed(
                findings,
                droppedIdentifiers.get(report.name()),
                "IDENTIFIERS_LEFT_OUT",
                "%,d values can name nobody and were left out; the rows came in by another identifier.");
        noticed(
                findings,
                doubtfulAddresses.get(report.name()),
                "ADDRESSES_DOUBTFUL",
                "%,d e-mail addresses have a form that no mail server takes, such as two dots in a row; they came in, but destinations will mostly refuse them.");
        return new ColumnReport(
                report.name(),
                report.type(),
                report.missing(),
                report.distinct(),
                report.min(),
                report.max(),
                report.sample(),
                findings);
    }

    private static void noticed(List<Finding> findings, @Nullable Long count, String code, String sentence) {
        if (count != null) {
            findings.add(new Finding(code, sentence.formatted(count)));
        }
    }

    private List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        mismatches.forEach((trait, count) -> findings.add(new Finding(
                "TRAIT_OTHER_TYPE",
                "Trait %s: %d values are of another type than its first one; they are kept, but rules do not see them."
                        .formatted(trait, count))));
        refusedTraits.forEach((trait, count) -> findings.add(new Finding(
                "TRAITS_FULL",
                "Trait %s: %d values were not kept, since there are too many different traits."
                        .formatted(trait, count))));
        if (purchases > 0 && mapping.event() != null && mapping.event().quantity() != null && negativeQuantities == 0) {
            findings.add(new Finding(
                    "NO_RETURNS", "No row has a quantity below zero: returns are missing or recorded elsewhere."));
        }
        return findings;
    }
}
