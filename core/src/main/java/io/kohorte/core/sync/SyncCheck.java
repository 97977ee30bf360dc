// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.spi.Capability.ADD;
import static io.kohorte.spi.Capability.REMOVE;
import static io.kohorte.spi.Capability.UPSERT_FIELDS;

import io.kohorte.core.destination.Accounts;
import io.kohorte.core.destination.Accounts.Account;
import io.kohorte.core.destination.DestinationId;
import io.kohorte.core.destination.ValueSource;
import io.kohorte.core.destination.Wire;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.profile.Identity;
import io.kohorte.segmentsync.GuardLimits;
import io.kohorte.spi.Capability;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.SyncMode;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether a sync makes sense, field by field, before it is stored. */
@Singleton
class SyncCheck {

    /** The only kind of model that gives no score. */
    private static final String GROUPING = "clustering";

    private static final String NO_MATCH_KEY = "A match key is the namespace of an identity, for example email.";

    private final Syncs syncs;
    private final Accounts accounts;
    private final TriggerCheck triggers;

    SyncCheck(Syncs syncs, Accounts accounts, TriggerCheck triggers) {
        this.syncs = syncs;
        this.accounts = accounts;
        this.triggers = triggers;
    }

    /**
     * @param except number of the sync that is changed; 0 for a new one
     * @throws ProblemException with every field at fault
     */
    void require(SyncDraft draft, long except) {
        var errors = new ArrayList<FieldError>();
        if (syncs.count("name = ?1 and id <> ?2", draft.name(), except) > 0) {
            errors.add(new FieldError("/name", "NAME_TAKEN", "There is a sync of this name already."));
        }
        checkSegments(draft, errors);
        account(draft, errors).ifPresent(account -> checkAgainst(account, draft, errors));
        checkNumbers(draft, errors);
        errors.addAll(triggers.check(draft, except));
        errors.addAll(draft.chosenMapping().check("/mapping"));
        if (errors.isEmpty()) {
            checkModels(draft, errors);
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    private void checkSegments(SyncDraft draft, List<FieldError> errors) {
        var known = syncs.numbers("select id from segment where id in (:ids)", draft.segments());
        for (var i = 0; i < draft.segments().size(); i++) {
            if (!known.contains(draft.segments().get(i))) {
                errors.add(new FieldError("/segments/" + i, "UNKNOWN_SEGMENT", "There is no such segment."));
            }
        }
    }

    private Optional<Account> account(SyncDraft draft, List<FieldError> errors) {
        try {
            return Optional.of(accounts.find(new DestinationId(draft.destination())));
        } catch (ProblemException e) {
            errors.add(new FieldError(
                    "/destination", "UNKNOWN_DESTINATION", e.problem().detail()));
            return Optional.empty();
        }
    }

    private void checkAgainst(Account account, SyncDraft draft, List<FieldError> errors) {
        var mode = Wire.mode(draft.mode());
        if (mode.isEmpty()) {
            errors.add(new FieldError("/mode", "UNKNOWN_MODE", "Use insert, update, upsert, mirror, add or remove."));
        } else if (needs(mode.get(), draft).stream()
                .noneMatch(set -> account.connector().capabilities().containsAll(set))) {
            errors.add(new FieldError(
                    "/mode", "MODE_UNSUPPORTED", account.connector().name() + " cannot do this mode."));
        }
        if (Wire.deleteBehaviour(draft.chosenDeleteBehaviour()).isEmpty()) {
            errors.add(new FieldError(
                    "/deleteBehaviour",
                    "UNKNOWN_DELETE_BEHAVIOUR",
                    "Use nothing, clear-fields, remove-from-audience or delete."));
        }
        if (mode.filter(SyncMode.REMOVE::equals).isPresent()
                && draft.chosenDeleteBehaviour().equals(DeleteBehaviour.NOTHING.wire())) {
            errors.add(new FieldError(
                    "/deleteBehaviour",
                    "REMOVES_NOTHING",
                    "A sync that removes people does something: clear-fields, remove-from-audience or delete."));
        }
        checkTold(account, draft, errors);
        if (draft.group() != null && !removesLeavers(draft)) {
            errors.add(new FieldError(
                    "/group",
                    "GROUP_NEEDS_REMOVAL",
                    "Only a mirror that removes or deletes who leaves can share people with other audiences."));
        }
        if (!Identity.isNamespace(draft.matchKey())) {
            errors.add(new FieldError("/matchKey", "UNKNOWN_MATCH_KEY", NO_MATCH_KEY));
        }
        checkFallbackKeys(account, draft, errors);
        errors.addAll(draft.chosenMapping().checkAgainst(account.connector(), "/mapping"));
        if (draft.audience() != null) {
            errors.addAll(accounts.checkAudience(account.id(), draft.audience(), "/audience"));
        }
    }

    /** Whoever is not told is gone, so that is what the sync has to want; and it costs everybody, so not with every change. */
    private static void checkTold(Account account, SyncDraft draft, List<FieldError> errors) {
        if (draft.chosenTold().equals(SyncDraft.CHANGES)) {
            return;
        }
        if (!draft.chosenTold().equals(SyncDraft.EVERYBODY)) {
            errors.add(new FieldError("/told", "UNKNOWN_TOLD", "Use changes or everybody."));
        } else if (!account.connector().can(Capability.FULL_REPLACE)) {
            errors.add(new FieldError(
                    "/told",
                    "EVERYBODY_UNSUPPORTED",
                    account.connector().name() + " cannot take everybody in place of who was there."));
        } else if (!draft.mode().equals(SyncMode.MIRROR.wire())
                || !draft.chosenDeleteBehaviour().equals(DeleteBehaviour.REMOVE_FROM_AUDIENCE.wire())) {
            errors.add(new FieldError(
                    "/told",
                    "EVERYBODY_MIRRORS",
                    "Only a mirror that removes who leaves can tell everybody: whoever is not told is gone."));
        } else if (draft.chosenTrigger().equals(Sync.BY_SEGMENT)) {
            errors.add(new FieldError(
                    "/told",
                    "EVERYBODY_TOO_OFTEN",
                    "Everybody would be sent with every change of the segment: choose a schedule instead."));
        }
    }

    private static boolean removesLeavers(SyncDraft draft) {
        return draft.mode().equals(SyncMode.MIRROR.wire())
                && (draft.chosenDeleteBehaviour().equals(DeleteBehaviour.REMOVE_FROM_AUDIENCE.wire())
                        || draft.chosenDeleteBehaviour().equals(DeleteBehaviour.DELETE.wire()));
    }

    private static void checkFallbackKeys(Account account, SyncDraft draft, List<FieldError> errors) {
        var keys = draft.chosenFallbackKeys();
        if (!keys.isEmpty() && !account.connector().can(Capability.FALLBACK_KEYS)) {
            errors.add(new FieldError(
                    "/fallbackKeys",
                    "FALLBACK_UNSUPPORTED",
                    account.connector().name() + " finds people by the match key only."));
        }
        for (var i = 0; i < keys.size(); i++) {
            if (!Identity.isNamespace(keys.get(i))) {
                errors.add(new FieldError("/fallbackKeys/" + i, "UNKNOWN_MATCH_KEY", NO_MATCH_KEY));
            } else if (keys.get(i).equals(draft.matchKey()) || keys.indexOf(keys.get(i)) < i) {
                errors.add(new FieldError("/fallbackKeys/" + i, "KEY_TWICE", "This key is tried already."));
            }
        }
    }

    /** Any one of the sets is enough. */
    private static List<Set<Capability>> needs(SyncMode mode, SyncDraft draft) {
        return switch (mode) {
            case INSERT, UPDATE, UPSERT -> List.of(Set.of(UPSERT_FIELDS));
            case ADD -> List.of(Set.of(ADD));
            case REMOVE -> List.of(Set.of(REMOVE));
            case MIRROR ->
                draft.chosenTold().equals(SyncDraft.EVERYBODY)
                        ? List.of(Set.of()) // said at the field that asks for it
                        : List.of(Set.of(ADD, REMOVE), Set.of(UPSERT_FIELDS));
        };
    }

    private static void checkNumbers(SyncDraft draft, List<FieldError> errors) {
        if (draft.holdout() != null && !(draft.holdout() >= 0 && draft.holdout() < 1)) {
            errors.add(new FieldError("/holdout", "INVALID_SHARE", "A holdout is a share from 0 to below 1."));
        }
        if (draft.purpose() != null && !draft.purpose().matches("[a-z][a-z0-9_.]{0,62}")) {
            errors.add(new FieldError(
                    "/purpose", "UNKNOWN_PURPOSE", "A purpose is a word such as marketing, profiling, ads or email."));
        }
        if (draft.guard() != null) {
            var share = draft.guard().removalShare();
            var rows = draft.guard().removalRows();
            if (share != null && !(share >= 0 && share <= 1)) {
                errors.add(new FieldError("/guard/removalShare", "INVALID_SHARE", "A share is from 0 to 1."));
            }
            if (rows != null && rows < 0) {
                errors.add(new FieldError("/guard/removalRows", "INVALID_NUMBER", "A number of rows is not negative."));
            }
        }
    }

    private void checkModels(SyncDraft draft, List<FieldError> errors) {
        var kinds = new HashMap<Long, String>();
        for (Object row : syncs.getEntityManager()
                .createNativeQuery("select id, kind from model")
                .getResultList()) {
            var columns = (Object[]) row;
            kinds.put(((Number) columns[0]).longValue(), (String) columns[1]);
        }
        var fields = draft.chosenMapping().fields();
        for (var i = 0; i < fields.size(); i++) {
            var field = fields.get(i);
            if (!field.sources().stream().allMatch(source -> fits(source, kinds))) {
                errors.add(new FieldError(
                        "/mapping/fields/" + i + (field.template() == null ? "/from" : "/template"),
                        "UNKNOWN_MODEL",
                        "There is no such model of this kind."));
            }
        }
    }

    private static boolean fits(ValueSource source, Map<Long, String> kinds) {
        if (source instanceof ValueSource.Score score) {
            return kinds.containsKey(score.model()) && !kinds.get(score.model()).equals(GROUPING);
        }
        return !(source instanceof ValueSource.Cluster cluster) || GROUPING.equals(kinds.get(cluster.model()));
    }

    static GuardLimits guard(SyncDraft draft) {
        var standard = GuardLimits.STANDARD;
        var given = draft.guard();
        return new GuardLimits(
                given == null || given.removalShare() == null ? standard.removalShare() : given.removalShare(),
                given == null || given.removalRows() == null ? standard.removalRows() : given.removalRows());
    }
}
