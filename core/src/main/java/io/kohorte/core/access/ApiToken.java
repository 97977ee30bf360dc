// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A key for a program, or for a browser session, that acts for a user. Only its hash is kept. */
@Entity
@Table(name = "api_token")
class ApiToken {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    String name = "";

    @Convert(converter = RoleColumn.class)
    Role role = Role.VIEWER;

    byte[] hash = {};

    @ManyToOne(fetch = FetchType.EAGER, optional = false)
    @JoinColumn(name = "owner")
    AppUser owner = new AppUser();

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    @Column(name = "expires_at")
    @Nullable
    Instant expiresAt;

    /** A token never does more than its owner may today. */
    Role effectiveRole() {
        return owner.role.includes(role) ? role : owner.role;
    }
}
