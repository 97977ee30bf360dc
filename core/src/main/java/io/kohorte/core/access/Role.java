// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.kohorte.core.platform.problem.ProblemException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a person or a program may do. Each role includes those before it. */
public enum Role {
    /** Reads everything except secrets. */
    VIEWER,
    /** Also writes segments, models, sources, imports and syncs. */
    EDITOR,
    /** Also keeps destinations with their secrets, users, and the audit log. */
    ADMIN;

    /** For {@code @RolesAllowed}. */
    public static final String ADMIN_ONLY = "admin";

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Role of(String wire) {
        return Arrays.stream(values())
                .filter(role -> role.wire().equals(wire))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "", "UNKNOWN_ROLE", "There is no such role.", "Use viewer, editor or admin."));
    }

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** Whoever mends what went wrong with a person has to see it; whoever only watches need not. */
    public boolean seesPersonalData() {
        return includes(EDITOR);
    }

    /** This role and all it includes, by name. */
    Set<String> names() {
        return EnumSet.range(VIEWER, this).stream().map(Role::wire).collect(Collectors.toSet());
    }
}
