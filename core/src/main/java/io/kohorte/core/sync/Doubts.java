// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.condition.Ingredients;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.segment.Segment;
import io.kohorte.core.segment.Segments;
import io.kohorte.core.source.FailedSource;
import io.kohorte.core.source.FailedSources;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether what a sync would deliver rests on a source whose latest import failed: nobody is removed on its account without
 * a person's word. A source concerns a sync when a segment of it, or one that segment builds on, asks for a trait or an
 * event that the source brings, when the source brings the consent the sync asks for, or when a model is asked: models
 * learn from everything. A list is what people made it and rests on no source.
 */
@Singleton
class Doubts {

    private final FailedSources sources;
    private final Segments segments;

    Doubts(FailedSources sources, Segments segments) {
        this.sources = sources;
        this.segments = segments;
    }

    /** In a sentence; empty when all is well. */
    Optional<String> about(SyncDefinition sync) {
        return QuarkusTransaction.requiringNew().call(() -> about(sync, sources.now()));
    }

    private Optional<String> about(SyncDefinition sync, List<FailedSource> failed) {
        return failed.stream()
                .flatMap(source -> reason(source, sync).stream()
                        .map(reason ->
                                "The latest import of the source '" + source.name() + "' failed, and " + reason + "."))
                .findFirst();
    }

    private Optional<String> reason(FailedSource source, SyncDefinition sync) {
        var consent = sync.purpose()
                .filter(source.consents()::contains)
                .map(purpose -> "it brings the consent for " + purpose);
        var seen = new HashSet<SegmentId>();
        return consent.or(() -> sync.segments().stream()
                .flatMap(segment -> reason(source, segment, seen).stream())
                .findFirst());
    }

    private Optional<String> reason(FailedSource source, SegmentId id, Set<SegmentId> seen) {
        return seen.add(id) ? segments.find(id).flatMap(segment -> reason(source, segment, seen)) : Optional.empty();
    }

    private Optional<String> reason(FailedSource source, Segment segment, Set<SegmentId> seen) {
        if (segment.definition().isEmpty()) {
            return Optional.empty();
        }
        var asked = Ingredients.of(segment.definition().get());
        var asks = "the segment '" + segment.name() + "' asks ";
        var trait = asked.traits().stream()
                .filter(source.traits()::contains)
                .findFirst()
                .map(name -> asks + "for the trait '" + name + "', which it brings");
        var event = asked.events().stream()
                .filter(source::bringsEvent)
                .findFirst()
                .map(name -> asks + "for '" + name + "', which it brings");
        var model = asked.models().stream()
                .findFirst()
                .map(name -> asks + "a model, which learns from all that sources bring");
        return trait.or(() -> event).or(() -> model).or(() -> asked.segments().stream()
                .flatMap(named -> reason(source, named, seen).stream())
                .findFirst());
    }
}
