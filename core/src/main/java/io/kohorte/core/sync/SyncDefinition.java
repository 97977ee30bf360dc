// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.destination.DestinationId;
import io.kohorte.core.destination.Mapping;
import io.kohorte.core.destination.Wire;
import io.kohorte.segmentsync.GuardLimits;
import io.kohorte.segmentsync.SyncId;
import io.kohorte.segmentsync.SyncPlan;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SyncMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A sync as delivery reads it: a value, taken from the entity once. */
record SyncDefinition(
        SyncId id,
        String name,
        List<SegmentId> segments,
        DestinationId destination,
        SyncMode mode,
        DeleteBehaviour deleteBehaviour,
        SyncPlan.Told told,
        String matchKey,
        List<String> fallbackKeys,
        Mapping mapping,
        Settings audience,
        Optional<String> purpose,
        double holdout,
        GuardLimits guard,
        Optional<Place> place) {

    private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};

    static SyncDefinition of(Sync sync, ObjectMapper json) {
        try {
            return new SyncDefinition(
                    new SyncId(sync.id),
                    sync.name,
                    sync.segmentIds(),
                    new DestinationId(sync.destination),
                    Wire.mode(sync.mode).orElseThrow(),
                    Wire.deleteBehaviour(sync.deleteBehaviour).orElseThrow(),
                    SyncPlan.Told.valueOf(sync.told.toUpperCase(Locale.ROOT)),
                    sync.matchKey,
                    List.of(sync.fallbackKeys),
                    json.treeToValue(sync.mapping, Mapping.class),
                    Settings.of(json.convertValue(sync.audience, VALUES)),
                    Optional.ofNullable(sync.purpose),
                    sync.holdout,
                    new GuardLimits(sync.removalShare, sync.removalRows),
                    sync.place());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored mapping of sync " + sync.id + " cannot be read", e);
        }
    }

    /** The key is neutral: the name of a segment can disclose what a person has. */
    AudienceSpec spec() {
        return new AudienceSpec("kohorte-" + id, name, mode, deleteBehaviour, matchKey, fallbackKeys, audience);
    }

    /** Whether a person may look different at the destination under the other definition, though nothing about them changed. */
    boolean mapsLike(SyncDefinition other) {
        return mapping.fields().equals(other.mapping.fields()) && keys().equals(other.keys());
    }

    /** By which a person may be found, the best first. */
    List<String> keys() {
        return Stream.concat(Stream.of(matchKey), fallbackKeys.stream()).toList();
    }
}
