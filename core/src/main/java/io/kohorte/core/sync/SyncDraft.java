// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.destination.Mapping;
import io.kohorte.core.platform.Schedule;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sync as it is sent to be created or changed. */
@JsonIgnoreProperties({"id", "state", "pausedBecause", "lastRun"})
record SyncDraft(
        @NotBlank @Size(max = 200) String name,
        @NotEmpty @Size(max = 100) List<@NotNull Long> segments,
        @NotNull Long destination,
        @NotBlank String mode,
        @Nullable String deleteBehaviour,
        @Nullable String told,
        @NotBlank String matchKey,
        @Nullable @Size(max = 5) List<@NotNull String> fallbackKeys,
        @Nullable Mapping mapping,
        @Nullable ObjectNode audience,
        @Nullable String purpose,
        @Nullable Double holdout,
        @Nullable Schedule schedule,
        @Nullable Guard guard,
        @Nullable String trigger,
        @Nullable @Size(max = 20) List<@NotNull Long> after,
        @Nullable @Valid Place group,
        @Nullable Resend resend) {

    private static final String REMOVE = "remove-from-audience";

    static final String CHANGES = "changes";
    static final String EVERYBODY = "everybody";

    /** Who is sent under a changed mapping. Asked for when it makes a difference, and not kept. */
    enum Resend {
        /** Everybody who looks different under it, with the next run. */
        @JsonProperty("all")
        ALL,
        /** Whoever enters or changes from now on. */
        @JsonProperty("from-now")
        FROM_NOW
    }

    /**
     * When a run stops and asks.
     *
     * @param removalShare share of the delivered audience, 0 to 1
     * @param removalRows removals up to this number never stop a run
     */
    record Guard(@Nullable Double removalShare, @Nullable Long removalRows) {}

    String chosenTrigger() {
        if (trigger != null) {
            return trigger;
        }
        return schedule == null ? Sync.BY_HAND : Sync.BY_SCHEDULE;
    }

    String chosenDeleteBehaviour() {
        if (deleteBehaviour != null) {
            return deleteBehaviour;
        }
        return mode.equals("mirror") || mode.equals("remove") ? REMOVE : "nothing";
    }

    String chosenTold() {
        return told == null ? CHANGES : told;
    }

    List<Long> chosenAfter() {
        return after == null ? List.of() : after;
    }

    List<String> chosenFallbackKeys() {
        return fallbackKeys == null ? List.of() : fallbackKeys;
    }

    Mapping chosenMapping() {
        return mapping == null ? new Mapping(null, List.of()) : mapping;
    }
}
