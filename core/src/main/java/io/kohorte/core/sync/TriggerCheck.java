// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether what starts a sync makes sense. */
@Singleton
class TriggerCheck {

    private static final Set<String> TRIGGERS =
            Set.of(Sync.BY_HAND, Sync.BY_SCHEDULE, Sync.BY_SEGMENT, Sync.BY_IMPORT, Sync.BY_MODEL, Sync.BY_SYNC);

    /** What {@code after} names, by trigger. */
    private static final Map<String, String> KNOWN = Map.of(
            Sync.BY_IMPORT, "select id from source where id in (:ids)",
            Sync.BY_MODEL, "select id from model where id in (:ids)",
            Sync.BY_SYNC, "select id from sync where id in (:ids)");

    private final Syncs syncs;

    TriggerCheck(Syncs syncs) {
        this.syncs = syncs;
    }

    /** @param itself number of the sync that is changed; 0 for a new one */
    List<FieldError> check(SyncDraft draft, long itself) {
        var errors = new ArrayList<FieldError>();
        var trigger = draft.chosenTrigger();
        if (!TRIGGERS.contains(trigger)) {
            errors.add(new FieldError(
                    "/trigger", "UNKNOWN_TRIGGER", "Use manual, schedule, segment, import, model or sync."));
        } else if (trigger.equals(Sync.BY_SCHEDULE) && draft.schedule() == null) {
            errors.add(new FieldError("/schedule", "SCHEDULE_MISSING", "Say when: a cron expression and a time zone."));
        } else if (!trigger.equals(Sync.BY_SCHEDULE) && draft.schedule() != null) {
            errors.add(new FieldError("/trigger", "TRIGGER_MISMATCH", "With a schedule, the trigger is 'schedule'."));
        } else if (KNOWN.containsKey(trigger) == draft.chosenAfter().isEmpty()) {
            errors.add(new FieldError(
                    "/after",
                    "AFTER_WHAT",
                    "With the triggers import, model and sync, and only with them, say after which ones it runs."));
        } else if (KNOWN.containsKey(trigger)) {
            checkUpstream(KNOWN.get(trigger), draft, itself, errors);
        }
        if (draft.schedule() != null) {
            errors.addAll(draft.schedule().check("/schedule"));
        }
        return errors;
    }

    private void checkUpstream(String sql, SyncDraft draft, long itself, List<FieldError> errors) {
        var after = draft.chosenAfter();
        var known = syncs.numbers(sql, after);
        for (var i = 0; i < after.size(); i++) {
            if (!known.contains(after.get(i))) {
                errors.add(new FieldError("/after/" + i, "UNKNOWN_UPSTREAM", "There is nothing of this number."));
            } else if (draft.chosenTrigger().equals(Sync.BY_SYNC) && comesAfter(after.get(i), itself)) {
                errors.add(new FieldError("/after/" + i, "SYNC_CYCLE", "That sync runs after this one itself."));
            }
        }
    }

    private boolean comesAfter(long sync, long itself) {
        var open = new ArrayDeque<>(List.of(sync));
        var seen = new HashSet<Long>();
        while (!open.isEmpty()) {
            var next = open.remove();
            if (next == itself) {
                return true;
            }
            if (seen.add(next)) {
                syncs.findByIdOptional(next).map(Sync::parents).ifPresent(open::addAll);
            }
        }
        return false;
    }
}
