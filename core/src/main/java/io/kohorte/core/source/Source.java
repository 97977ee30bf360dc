// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Where customer data comes from, and what its columns mean. */
@Entity
@Table(name = "source")
class Source {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    String name = "";

    @Convert(converter = SourceColumns.Kind.class)
    SourceKind kind = SourceKind.FILE;

    @Nullable
    @Convert(converter = SourceColumns.Format.class)
    FileFormat format;

    @JdbcTypeCode(SqlTypes.JSON)
    Mapping mapping = Mapping.none();

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;
}
