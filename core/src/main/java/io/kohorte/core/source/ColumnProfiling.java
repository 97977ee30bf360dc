// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kohorte.core.profile.TraitType;
import io.kohorte.core.source.ImportReport.ColumnReport;
import io.kohorte.core.source.ImportReport.Finding;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at one column at a time: its type, and what a person should know about it. */
final class ColumnProfiling {

    private static final double NEARLY_ALL = 0.95;
    private static final int SAMPLED = 1000;
    private static final int LONGEST_SHOWN = 100;

    /** Digits with a leading zero are a code, not a number: the zero would be lost. */
    private static final String NUMBER = "[+-]?(0|[1-9][0-9]{0,17})?(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?";

    /** A cell of nothing but blanks is a missing one, as it is when the row is read. */
    private static final String COUNTS =
            """
            select count(*), count(nullif(c, '')), any_value(nullif(c, '')), min(nullif(c, '')), max(nullif(c, '')),
                   count(*) filter (where c <> '' and regexp_full_match(c, '%1$s') and try_cast(%2$s as double) is not null),
                   count(*) filter (where lower(c) in ('true', 'false', 'yes', 'no')),
                   count(*) filter (where c <> trim(c)),
                   count(*) filter (where lower(trim(c)) in
                       ('n/a', 'na', 'null', 'none', 'nan', '-', '?', 'unknown', 'undefined', '(null)', '#n/a')),
                   min(try_cast(%2$s as double)), max(try_cast(%2$s as double)),
                   quantile_cont(try_cast(%2$s as double), 0.25), quantile_cont(try_cast(%2$s as double), 0.75),
                   count(*) filter (where regexp_matches(c, '[€$£¥]|\\b(EUR|USD|GBP|CHF|JPY)\\b'))
            from (select case when trim(%3$s) <> '' then %3$s end as c from raw)
            """;

    /** What happened did so since there is trade on the web, and not tomorrow. */
    private static final String NO_MOMENT = "m > now() + interval 1 day or m < '1990-01-01'::timestamptz";

    /** Any other date may be one of birth or the end of a contract. */
    private static final String NO_DATE = "m >= '2101-01-01'::timestamptz or m < '1900-01-01'::timestamptz";

    private final RowTable table;
    private final boolean commaIsDecimal;
    private final Optional<String> momentColumn;

    ColumnProfiling(RowTable table, Mapping mapping) {
        this.table = table;
        this.commaIsDecimal = mapping.options().commaIsDecimal();
        this.momentColumn = Optional.ofNullable(mapping.event()).map(EventMapping::at);
    }

    private record Counts(
            long rows,
            long present,
            @Nullable String sample,
            @Nullable String first,
            @Nullable String last,
            long numbers,
            long flags,
            long padded,
            long placeholders,
            double min,
            double max,
            double lowerQuartile,
            double upperQuartile,
            long currencies) {}

    ColumnProfile profile(Column column) throws SQLException {
        Counts counts = counts(column);
        long distinct = table.number(
                "select count(*) from (select distinct %1$s from raw where trim(%1$s) <> '')".formatted(column.sql()));
        Times times = column.declaresText()
                        || counts.numbers() < counts.present()
                        || counts.present() == 0
                        || mayBePackedDate(counts)
                ? times(column, counts.present())
                : new Times(Optional.empty(), 0, null, null, 0);
        TraitType type = type(column, counts, times);
        List<Finding> findings = findings(column, counts, distinct, type, times);
        String format = type == TraitType.TIME
                ? times.format().filter(name -> !name.isEmpty()).orElse(null)
                : null;
        return new ColumnProfile(
                column,
                type,
                format,
                new ColumnReport(
                        column.name(),
                        type.id(),
                        counts.rows() - counts.present(),
                        distinct,
                        shown(
                                type == TraitType.NUMBER ? counts.min() : null,
                                type == TraitType.TIME ? times.from() : counts.first()),
                        shown(
                                type == TraitType.NUMBER ? counts.max() : null,
                                type == TraitType.TIME ? times.to() : counts.last()),
                        counts.sample() == null ? null : shorten(counts.sample()),
                        findings));
    }

    private Counts counts(Column column) throws SQLException {
        String number = commaIsDecimal ? "replace(replace(c, '.', ''), ',', '.')" : "c";
        String pattern = commaIsDecimal ? NUMBER.replace("\\.", "[.,]") : NUMBER;
        try (PreparedStatement statement =
                        table.connection().prepareStatement(COUNTS.formatted(pattern, number, column.sql()));
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Counts(
                    row.getLong(1),
                    row.getLong(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getLong(8),
                    row.getLong(9),
                    row.getDouble(10),
                    row.getDouble(11),
                    row.getDouble(12),
                    row.getDouble(13),
                    row.getLong(14));
        }
    }

    /** Whether the column says when something happened. */
    private boolean isMoment(Column column) {
        return momentColumn.filter(column.name()::equals).isPresent();
    }

    /** 19970101 is a date that looks like a number. */
    private static boolean mayBePackedDate(Counts counts) {
        return counts.min() >= 1900_01_01 && counts.max() <= 2199_12_31;
    }

    private TraitType type(Column column, Counts counts, Times times) {
        if (counts.present() == 0) {
            return TraitType.TEXT;
        }
        if (times.format().isPresent() && times.matching() == counts.present()) {
            return TraitType.TIME;
        }
        if (column.declaresText()) {
            return TraitType.TEXT;
        }
        if (counts.numbers() == counts.present()) {
            return TraitType.NUMBER;
        }
        return counts.flags() == counts.present() ? TraitType.FLAG : TraitType.TEXT;
    }

    private record Times(
            Optional<String> format, long matching, @Nullable String from, @Nullable String to, long outOfRange) {}

    /** The format is found on a sample; {@code ""} stands for ISO 8601. */
    private Times times(Column column, long present) throws SQLException {
        List<String> sample = sample(column);
        Optional<String> format = Stream.concat(Stream.of(""), DateFormat.COMMON.stream())
                .filter(name -> matches(name, sample) >= NEARLY_ALL * sample.size())
                .findFirst();
        if (sample.isEmpty() || format.isEmpty() || present == 0) {
            return new Times(Optional.empty(), 0, null, null, 0);
        }
        String moment = format.get().isEmpty()
                ? "try_cast(c as timestamptz)"
                : "try_strptime(c, '" + format.get() + "')::timestamptz";
        String sql =
                """
                select count(m), strftime(min(m), '%%Y-%%m-%%dT%%H:%%M:%%SZ'), strftime(max(m), '%%Y-%%m-%%dT%%H:%%M:%%SZ'),
                       count(*) filter (where %s)
                from (select %s as m from (select %s as c from raw))
                """
                        .formatted(isMoment(column) ? NO_MOMENT : NO_DATE, moment, column.sql());
        try (PreparedStatement statement = table.connection().prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Times(format, row.getLong(1), row.getString(2), row.getString(3), row.getLong(4));
        }
    }

    private static long matches(String format, List<String> sample) {
        DateFormat reading = DateFormat.of(format.isEmpty() ? null : format, ZoneOffset.UTC);
        return sample.stream().filter(text -> reading.read(text).isPresent()).count();
    }

    List<String> sample(Column column) throws SQLException {
        List<String> sample = new ArrayList<>();
        String sql = "select distinct %1$s from (select %1$s from raw where trim(%1$s) <> '' limit %2$d) limit %3$d"
                .formatted(column.sql(), 20 * SAMPLED, SAMPLED);
        try (PreparedStatement statement = table.connection().prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                sample.add(rows.getString(1));
            }
        }
        return sample;
    }

    private List<Finding> findings(Column column, Counts counts, long distinct, TraitType type, Times times)
            throws SQLException {
        List<Finding> findings = new ArrayList<>();
        long missing = counts.rows() - counts.present();
        if (counts.rows() > 0 && counts.present() == 0) {
            findings.add(new Finding("EMPTY", "The column is empty."));
            return findings;
        }
        if (missing * 2 > counts.rows()) {
            findings.add(new Finding(
                    "MOSTLY_MISSING", "%s of %s values are missing.".formatted(said(missing), said(counts.rows()))));
        }
        if (distinct == 1 && counts.present() > 1) {
            findings.add(new Finding("CONSTANT", "All rows have the same value."));
        }
        if (distinct == counts.present()
                && distinct >= 20
                && type != TraitType.TIME
                && !(type == TraitType.NUMBER && !isWhole(column))) {
            findings.add(
                    new Finding("ID_LIKE", "Every value is different: it names rows and says nothing about groups."));
        }
        odd(
                findings,
                "INCONSISTENT_NUMBERS",
                counts.numbers(),
                counts.present(),
                type == TraitType.NUMBER,
                "no numbers");
        odd(
                findings,
                "INCONSISTENT_DATES",
                times.matching(),
                counts.present(),
                type == TraitType.TIME,
                "no dates like the others");
        some(
                findings,
                "DATE_OUT_OF_RANGE",
                times.outOfRange(),
                isMoment(column) ? "lie before 1990 or in the future" : "lie before 1900 or after 2100");
        some(findings, "PADDED", counts.padded(), "begin or end with a blank");
        some(findings, "PLACEHOLDERS", counts.placeholders(), "stand for nothing (N/A, null, -)");
        some(
                findings,
                "CURRENCIES",
                counts.currencies(),
                "carry a currency sign: check that it is the same everywhere");
        if (type == TraitType.TEXT && distinct <= 10_000) {
            long folded = table.number(
                    "select count(distinct lower(trim(%1$s))) from raw where trim(%1$s) <> ''".formatted(column.sql()));
            some(findings, "INCONSISTENT_SPELLING", distinct - folded, "differ from another only in case or blanks");
        }
        if (type == TraitType.NUMBER) {
            some(
                    findings,
                    "OUTLIERS",
                    outliers(column, counts),
                    "lie more than three quartile ranges outside the middle half");
        }
        return findings;
    }

    private boolean isWhole(Column column) throws SQLException {
        return table.number("select count(*) from raw where contains(%1$s, '.') or contains(%1$s, ',')"
                        .formatted(column.sql()))
                == 0;
    }

    private long outliers(Column column, Counts counts) throws SQLException {
        double range = counts.upperQuartile() - counts.lowerQuartile();
        if (!(range > 0)) {
            return 0;
        }
        String number =
                commaIsDecimal ? "replace(replace(%s, '.', ''), ',', '.')".formatted(column.sql()) : column.sql();
        String sql = "select count(*) from raw where try_cast(" + number + " as double) not between ? and ?";
        try (PreparedStatement statement = table.connection().prepareStatement(sql)) {
            statement.setDouble(1, counts.lowerQuartile() - 3 * range);
            statement.setDouble(2, counts.upperQuartile() + 3 * range);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** A few values that break what nearly all others keep. */
    private static void odd(
            List<Finding> findings, String code, long matching, long present, boolean typed, String what) {
        if (!typed && matching >= NEARLY_ALL * present && matching < present) {
            findings.add(new Finding(
                    code, "%s of %s values are %s.".formatted(said(present - matching), said(present), what)));
        }
    }

    private static void some(List<Finding> findings, String code, long count, String what) {
        if (count > 0) {
            findings.add(new Finding(code, "%s values %s.".formatted(said(count), what)));
        }
    }

    private static String said(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static @Nullable JsonNode shown(@Nullable Double number, @Nullable String text) {
        if (number != null) {
            return JsonNodeFactory.instance.numberNode(number);
        }
        return text == null ? null : JsonNodeFactory.instance.textNode(shorten(text));
    }

    static String shorten(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(LONGEST_SHOWN).map(c -> c == 0 ? 0xFFFD : c).forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
