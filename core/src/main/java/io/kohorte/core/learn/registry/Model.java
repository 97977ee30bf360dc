// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kohorte.core.condition.ModelId;
import io.kohorte.core.platform.Schedule;
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

/** Something to be learned, again and again. What was learned is in its versions. */
@Entity
public class Model {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    String name = "";

    @Convert(converter = ModelKindColumn.class)
    ModelKind kind = ModelKind.CLUSTERING;

    @JdbcTypeCode(SqlTypes.JSON)
    String definition = "{}";

    /** Written with the versions only. */
    @Column(insertable = false, updatable = false)
    @Nullable
    Integer champion;

    @Nullable
    String cron;

    @Nullable
    String zone;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    String retraining;

    @Nullable
    String sensitive;

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at")
    Instant updatedAt = Instant.EPOCH;

    public ModelId id() {
        return new ModelId(id);
    }

    public String name() {
        return name;
    }

    public ModelKind kind() {
        return kind;
    }

    /** Number of the version that speaks. */
    public Optional<Integer> champion() {
        return Optional.ofNullable(champion);
    }

    public ModelDefinition definition() {
        try {
            return JSON.readValue(definition, ModelDefinition.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored model definition cannot be read", e);
        }
    }

    /** When and how it learns again besides its schedule. */
    public RetrainingPolicy retraining() {
        try {
            return retraining == null ? RetrainingPolicy.NONE : JSON.readValue(retraining, RetrainingPolicy.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored retraining policy cannot be read", e);
        }
    }

    /** The trait across which it should treat customers alike. */
    public Optional<String> sensitive() {
        return Optional.ofNullable(sensitive);
    }

    Optional<Schedule> schedule() {
        return Optional.ofNullable(cron).map(text -> new Schedule(text, zone));
    }

    void define(ModelDefinition wanted) {
        try {
            definition = JSON.writeValueAsString(wanted);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a model definition is always writable", e);
        }
    }

    void retrain(Optional<RetrainingPolicy> wanted) {
        try {
            retraining = wanted.isPresent() ? JSON.writeValueAsString(wanted.get()) : null;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a retraining policy is always writable", e);
        }
    }

    void schedule(Optional<Schedule> wanted) {
        cron = wanted.map(Schedule::cron).orElse(null);
        zone = wanted.map(schedule -> schedule.zoneId().getId()).orElse(null);
    }
}
