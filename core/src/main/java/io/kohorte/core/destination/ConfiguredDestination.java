// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** One configured account of a connector. Secrets are apart from the settings, encrypted. */
@Entity
@Table(name = "destination")
class ConfiguredDestination {

    static final String READY = "ready";
    static final String NEEDS_ATTENTION = "needs-attention";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    String name = "";

    @Column(updatable = false)
    String connector = "";

    @JdbcTypeCode(SqlTypes.JSON)
    JsonNode settings = JsonNodeFactory.instance.objectNode();

    byte @Nullable [] secrets;

    @Column(name = "secrets_key")
    @Nullable
    Long secretsKey;

    String state = READY;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    JsonNode problem;

    @Column(name = "created_at", updatable = false)
    Instant createdAt = Instant.EPOCH;

    @Column(name = "changed_at")
    Instant changedAt = Instant.EPOCH;
}
