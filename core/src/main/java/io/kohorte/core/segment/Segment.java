// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.condition.Condition;
import io.kohorte.core.condition.ConditionJson;
import io.kohorte.core.condition.SegmentId;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A set of profiles of ours, by definition or by name. Its members are in the {@link SegmentStore}. */
@Entity
public class Segment {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    String name = "";

    @Convert(converter = SegmentKindColumn.class)
    SegmentKind kind = SegmentKind.LIST;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    String definition;

    /** Written by the store only, as is what follows. */
    @Column(insertable = false, updatable = false)
    int version;

    @Column(insertable = false, updatable = false)
    long size;

    @Column(name = "evaluated_at", insertable = false, updatable = false)
    @Nullable
    Instant evaluatedAt;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(insertable = false, updatable = false)
    @Nullable
    String problem;

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at")
    Instant updatedAt = Instant.EPOCH;

    public SegmentId id() {
        return new SegmentId(id);
    }

    public String name() {
        return name;
    }

    public SegmentKind kind() {
        return kind;
    }

    /** Empty for a list. */
    public Optional<Condition> definition() {
        return Optional.ofNullable(definition).map(Segment::condition);
    }

    void define(Optional<Condition> condition) {
        definition = condition.map(defined -> defined.toJson().toString()).orElse(null);
    }

    static Condition condition(String json) {
        try {
            return ConditionJson.read(JSON.readTree(json), "/definition");
        } catch (JsonProcessingException notJson) {
            throw new IllegalStateException("a stored definition is no JSON", notJson);
        }
    }
}
