// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import io.kohorte.core.consent.ConsentFact;
import io.kohorte.core.event.Observation;
import io.kohorte.core.event.TakingBack;
import io.kohorte.core.profile.Identity;
import io.kohorte.core.profile.TraitType;
import io.kohorte.core.source.SaidFacts.Chunk;
import io.kohorte.core.source.SaidFacts.Fact;
import io.kohorte.core.source.SaidFacts.Side;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What follows when a file was read under another mapping before: it is read that way once more, and what it said then and does not say
 * now is taken back. Can be done again after it was cut off.
 */
final class Rereading implements AutoCloseable {

    private final long source;
    private final Mapping mapping;
    private final List<EarlierReading> earlier;
    private final SaidFacts facts;
    private final TakingBack deed;
    private final int chunk;

    Rereading(long source, Mapping mapping, List<EarlierReading> earlier, SaidFacts facts, TakingBack deed, int chunk) {
        this.source = source;
        this.mapping = mapping;
        this.earlier = earlier;
        this.facts = facts;
        this.deed = deed;
        this.chunk = chunk;
    }

    SaidFacts facts() {
        return facts;
    }

    /** Traits that every earlier reading found in the same column of the same person's rows. */
    Set<String> settledTraits() {
        return mapping.traits().entrySet().stream()
                .filter(trait -> earlier.stream()
                        .map(EarlierReading::mapping)
                        .allMatch(before -> before.identities().equals(mapping.identities())
                                && before.options().equals(mapping.options())
                                && trait.getValue().equals(before.traits().get(trait.getKey()))))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /**
     * Reads the file as it was read before.
     *
     * @param table the rows as the earlier mapping's options see them
     */
    void remember(
            EarlierReading reading,
            RowTable table,
            RowsInOrder rows,
            List<ColumnProfile> columns,
            Map<String, TraitType> traitTypes)
            throws SQLException {
        Mapping then = reading.mapping();
        if (!table.columnNames().containsAll(then.used())) {
            return; // no row of this file was ever read that way
        }
        RowReading before = new RowReading(source, then, columns, traitTypes, reading.first());
        Chunk<Remembered> found = new Chunk<>(chunk, this::remember);
        rows.read(then, (line, values, content, occurrence) -> {
            if (!then.repeats(occurrence)
                    && before.read(values, content, occurrence) instanceof RowReading.Result.Usable usable) {
                found.add(new Remembered(line, usable.observation()));
            }
        });
        found.flush();
    }

    private record Remembered(long line, Observation said) {}

    private void remember(List<Remembered> rows) throws SQLException {
        Map<Identity, Integer> owners = deed.owners(
                rows.stream().map(row -> row.said().link().identities().get(0)).toList());
        for (Remembered row : rows) {
            Integer owner = owners.get(row.said().link().identities().get(0));
            if (owner != null) {
                facts.add(Side.BEFORE, row.line(), owner, row.said());
            }
        }
    }

    /**
     * Takes back what is said no longer.
     *
     * @param now when the present reading began
     */
    Corrections correct(Instant now) throws SQLException {
        facts.finish();
        for (Map.Entry<Integer, Integer> merge : deed.mergedSince(now).entrySet()) {
            facts.merged(merge.getKey(), merge.getValue());
        }
        long events = sum(facts::events, keys -> deed.events(source, keys));
        long traits = sum(
                facts::traits,
                said -> deed.traits(said.stream()
                        .map(fact -> new TakingBack.SaidTrait(fact.profile(), fact.name(), fact.value()))
                        .toList()));
        List<Instant> moments =
                earlier.stream().flatMap(reading -> reading.moments().stream()).toList();
        long consents = sum(facts::consents, said -> deed.consents(consents(said), moments));
        long unusedInstead = sum(facts::consentsInstead, said -> deed.allow(consents(said)));
        Instant since = earlier.stream()
                .map(EarlierReading::first)
                .min(Instant::compareTo)
                .orElse(now);
        long identities = sum(
                facts::identities,
                said -> deed.identities(
                        said.stream()
                                .map(fact -> new Identity(fact.name(), fact.value()))
                                .toList(),
                        since));
        long left = sum(facts::successors, said -> deed.succeed(said, now));
        long empty = sum(facts::successors, deed::empty);
        boolean otherNames = earlier.stream()
                .anyMatch(reading -> !reading.mapping().identities().equals(mapping.identities()));
        return new Corrections(
                events, traits, consents, identities, left, empty, otherNames ? facts.severalNames() : 0);
    }

    private static List<ConsentFact> consents(List<Fact> said) {
        List<ConsentFact> consents = new ArrayList<>();
        for (Fact fact : said) {
            String[] word = fact.value().split(" ", 2);
            consents.add(new ConsentFact(
                    fact.profile(), fact.name(), Boolean.parseBoolean(word[0]), Instant.parse(word[1])));
        }
        return consents;
    }

    @FunctionalInterface
    private interface Facts<T> {
        void each(SaidFacts.Taker<T> taker) throws SQLException;
    }

    @FunctionalInterface
    private interface Deed<T> {
        long done(List<T> facts) throws SQLException;
    }

    private <T> long sum(Facts<T> facts, Deed<T> deed) throws SQLException {
        long[] sum = {0};
        Chunk<T> full = new Chunk<>(chunk, some -> sum[0] += deed.done(some));
        facts.each(full::add);
        full.flush();
        return sum[0];
    }

    @Override
    public void close() throws SQLException {
        facts.close();
    }
}
