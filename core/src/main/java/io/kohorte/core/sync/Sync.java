// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.platform.Schedule;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Segments on their way to a destination. What was delivered, and whether it is paused, the delivery engine knows. */
@Entity
class Sync {

    static final String BY_HAND = "manual";
    static final String BY_SCHEDULE = "schedule";
    static final String BY_SEGMENT = "segment";
    static final String BY_IMPORT = "import";
    static final String BY_MODEL = "model";
    static final String BY_SYNC = "sync";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    String name = "";

    @JdbcTypeCode(SqlTypes.ARRAY)
    Long[] segments = {};

    long destination;

    String mode = "";

    @Column(name = "delete_behaviour")
    String deleteBehaviour = "";

    /** Who is sent when somebody differs. */
    String told = SyncDraft.CHANGES;

    @Column(name = "match_key")
    String matchKey = "";

    @Column(name = "fallback_keys")
    @JdbcTypeCode(SqlTypes.ARRAY)
    String[] fallbackKeys = {};

    @JdbcTypeCode(SqlTypes.JSON)
    JsonNode mapping = JsonNodeFactory.instance.objectNode();

    @JdbcTypeCode(SqlTypes.JSON)
    JsonNode audience = JsonNodeFactory.instance.objectNode();

    @Nullable
    String purpose;

    double holdout;

    @Nullable
    String cron;

    @Nullable
    String zone;

    @Column(name = "removal_share")
    double removalShare;

    @Column(name = "removal_rows")
    long removalRows;

    String trigger = BY_HAND;

    /** Sources, models or syncs after which it runs; of which kind the trigger says. */
    @JdbcTypeCode(SqlTypes.ARRAY)
    Long[] upstream = {};

    @Column(name = "group_name")
    @Nullable
    String groupName;

    @Column(name = "group_rank")
    @Nullable
    Integer groupRank;

    @Column(name = "created_at", updatable = false)
    Instant createdAt = Instant.EPOCH;

    @Column(name = "changed_at")
    Instant changedAt = Instant.EPOCH;

    Optional<Place> place() {
        return groupName == null || groupRank == null ? Optional.empty() : Optional.of(new Place(groupName, groupRank));
    }

    /** Equal for all syncs of a group, and for no others. */
    Optional<String> groupKey() {
        return Optional.ofNullable(groupName).map(group -> destination + " " + group);
    }

    /** Whether people in the segments of both, of one group, are this sync's. */
    boolean comesBefore(int rank, long number) {
        return groupRank != null && (groupRank < rank || (groupRank == rank && id < number));
    }

    List<SegmentId> segmentIds() {
        return Arrays.stream(segments).map(SegmentId::new).toList();
    }

    /** Syncs that all have to complete before it runs. */
    List<Long> parents() {
        return trigger.equals(BY_SYNC) ? List.of(upstream) : List.of();
    }

    Optional<Schedule> schedule() {
        return Optional.ofNullable(cron).map(text -> new Schedule(text, zone));
    }
}
