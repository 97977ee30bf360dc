// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A person who signs in with a password. */
@Entity
@Table(name = "app_user")
class AppUser {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    String name = "";

    @Convert(converter = RoleColumn.class)
    Role role = Role.VIEWER;

    @Column(name = "password_hash")
    String passwordHash = "";

    @Column(name = "password_generated")
    boolean passwordGenerated;

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;
}
