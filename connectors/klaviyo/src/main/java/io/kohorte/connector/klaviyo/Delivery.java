// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SyncMode;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.batch.Chunks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How one batch goes out. Preview and write walk the same steps. */
final class Delivery {

    private static final Outcome GONE_ALREADY = new Outcome.Accepted("");
    private static final Outcome NOT_THERE =
            new Outcome.Rejected(Problem.of(ProblemCode.NOT_FOUND, "Klaviyo has no profile with this identifier."));

    private final KlaviyoApi api;
    private final Delivering manner;
    private final RemoteAudience audience;
    private final AudienceOptions options;
    private final Batch batch;
    private final boolean bulk;
    private final Map<Integer, ProfileKey> keys = new HashMap<>();
    private final List<Preview.Refusal> refused = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    /**
     * How an account is delivered to.
     *
     * @param region of phone numbers without a country code
     * @param bulkFrom how many people make a job worth its while
     */
    record Delivering(String region, int bulkFrom) {}

    Delivery(KlaviyoApi api, Delivering manner, RemoteAudience audience, Batch batch) {
        this.api = api;
        this.manner = manner;
        this.audience = audience;
        this.options = AudienceOptions.of(audience.spec());
        this.batch = batch;
        this.bulk = batch.size() >= manner.bulkFrom();
        plan();
    }

    Preview preview() {
        var requests = new ArrayList<WireRequest>();
        steps.forEach(step -> requests.addAll(step.shown()));
        return new Preview(requests, refused);
    }

    BatchResult write() {
        var progress = Progress.of(batch.size(), refused);
        progress.run(steps);
        return progress.result();
    }

    private void plan() {
        var entering = new ArrayList<Integer>();
        var leaving = new ArrayList<Integer>();
        for (var row = 0; row < batch.size(); row++) {
            var key = key(row);
            var leaves = change(row).change() == MemberChange.Kind.REMOVE;
            if (key.isEmpty()) {
                continue;
            }
            keys.put(row, key.get());
            if (leaves && !matters(row)) {
                refuse(row, new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
            } else if (leaves) {
                leaving.add(row);
            } else if (entry(row, Optional.empty()).tooLarge()) {
                refuse(row, rejected(ProblemCode.FIELD_INVALID, "The profile is larger than 100 KB.", ""));
            } else {
                entering.add(row);
            }
        }
        planLeaving(leaving);
        planEntering(entering);
    }

    private void planLeaving(List<Integer> leaving) {
        if (behaviour() == DeleteBehaviour.DELETE) {
            find(leaving, GONE_ALREADY, row -> true, this::deletion);
            return;
        }
        find(leaving, GONE_ALREADY, row -> !clears(row), found -> List.of(takenOff(found, true)));
        find(leaving, GONE_ALREADY, this::clears, found -> {
            var deeds = new ArrayList<Step>();
            if (options.onList()) {
                deeds.add(takenOff(found, false));
            }
            deeds.addAll(imports(entries(found), Optional.empty()));
            return deeds;
        });
    }

    /** Subscribing creates who is missing as importing does, so an update subscribes only whom it has found. */
    private void planEntering(List<Integer> entering) {
        if (audience.spec().mode() == SyncMode.UPDATE) {
            find(entering, NOT_THERE, row -> true, found -> {
                var deeds = new ArrayList<Step>(subscriptions(found.stream()
                        .flatMap(one -> subscriber(one.row(), Optional.of(one.id())))
                        .toList()));
                deeds.addAll(imports(entries(found), list()));
                return deeds;
            });
        } else {
            steps.addAll(subscriptions(entering.stream()
                    .flatMap(row -> subscriber(row, Optional.empty()))
                    .toList()));
            var entries =
                    entering.stream().map(row -> entry(row, Optional.empty())).toList();
            steps.addAll(imports(entries, list()));
        }
    }

    private List<SubscribeStep> subscriptions(List<SubscribeStep.Person> people) {
        return Chunks.cut(people, SubscribeStep.PROFILES, Long.MAX_VALUE, person -> 1).stream()
                .map(some -> new SubscribeStep(api, some, list()))
                .toList();
    }

    /** Who is subscribed on entering, if this is wanted and agreed to. */
    private Stream<SubscribeStep.Person> subscriber(int row, Optional<String> profile) {
        var agreed = options.subscribes()
                && change(row).change() == MemberChange.Kind.ADD
                && SubscribeStep.agreed(change(row).consent());
        return agreed
                ? email(row).map(email -> new SubscribeStep.Person(row, email, profile)).stream()
                : Stream.empty();
    }

    private void find(
            List<Integer> rows, Outcome missing, Predicate<Integer> which, Function<List<Found>, List<Step>> then) {
        var wanted = rows.stream()
                .filter(which)
                .map(row -> new Lookup.Wanted(row, keys.get(row)))
                .toList();
        Chunks.cut(wanted, MembershipStep.PROFILES, Long.MAX_VALUE, one -> 1)
                .forEach(part -> steps.add(new FindStep(api, new Lookup(api), part, missing, then)));
    }

    private List<Step> imports(List<Entry> entries, Optional<String> list) {
        var imports = new ArrayList<Step>();
        var alone = entries.stream().filter(entry -> !bulk || entry.alone()).toList();
        if (!alone.isEmpty()) {
            imports.add(new SinglesStep(api, alone, list));
        }
        var together = entries.stream().filter(entry -> bulk && !entry.alone()).toList();
        var room = KlaviyoConnector.BYTES_PER_JOB - BulkStep.ENVELOPE;
        Chunks.cut(together, KlaviyoConnector.PROFILES_PER_JOB, room, Entry::size)
                .forEach(chunk -> imports.add(new BulkStep(api, chunk, list)));
        return imports;
    }

    private Step takenOff(List<Found> found, boolean last) {
        return MembershipStep.remove(api, audience.remoteId(), found, last);
    }

    private List<Step> deletion(List<Found> found) {
        return List.of(new DeletionStep(api, found));
    }

    private List<Entry> entries(List<Found> found) {
        return found.stream()
                .map(one -> entry(one.row(), Optional.of(one.id())))
                .toList();
    }

    private Entry entry(int row, Optional<String> id) {
        var change = change(row);
        var profile = new ProfileJson(keys.get(row), id);
        if (change.change() != MemberChange.Kind.REMOVE) {
            profile.put(change.fields());
            options.memberProperty().ifPresent(property -> profile.put(property, FieldValue.of(true)));
        } else {
            if (behaviour() == DeleteBehaviour.CLEAR_FIELDS) {
                change.fields().keySet().forEach(field -> profile.put(field, FieldValue.EMPTY));
            }
            options.memberProperty().ifPresent(property -> profile.put(property, FieldValue.EMPTY));
        }
        return Entry.of(row, change, profile);
    }

    /** Whether Klaviyo has to hear that this person left. */
    private boolean matters(int row) {
        return switch (behaviour()) {
            case NOTHING -> false;
            case DELETE -> true;
            case CLEAR_FIELDS, REMOVE_FROM_AUDIENCE -> options.onList() || clears(row);
        };
    }

    private boolean clears(int row) {
        return options.memberProperty().isPresent()
                || (behaviour() == DeleteBehaviour.CLEAR_FIELDS
                        && !change(row).fields().isEmpty());
    }

    private Optional<ProfileKey> key(int row) {
        var subject = change(row).subject();
        var namespace = audience.spec().keyOf(subject);
        if (namespace.isEmpty()) {
            var sentence = "This customer has no identifier of the match key.";
            refuse(
                    row,
                    rejected(
                            ProblemCode.IDENTIFIER_MISSING,
                            sentence,
                            audience.spec().matchKey()));
            return Optional.empty();
        }
        var raw = subject.identifier(namespace.get()).orElseThrow();
        var key = ProfileKey.of(namespace.get(), raw, manner.region());
        if (key.isEmpty()) {
            var sentence = "This is no " + namespace.get() + " that Klaviyo takes.";
            refuse(row, rejected(ProblemCode.IDENTIFIER_INVALID, sentence, namespace.get()));
        }
        return key;
    }

    private Optional<String> email(int row) {
        return change(row)
                .subject()
                .identifier("email")
                .flatMap(raw -> ProfileKey.of("email", raw, ""))
                .map(ProfileKey::value);
    }

    private Optional<String> list() {
        return options.onList() ? Optional.of(audience.remoteId()) : Optional.empty();
    }

    private DeleteBehaviour behaviour() {
        return audience.spec().deleteBehaviour();
    }

    private MemberChange change(int row) {
        return batch.changes().get(row);
    }

    private void refuse(int row, Outcome outcome) {
        refused.add(new Preview.Refusal(row, outcome));
    }

    private static Outcome rejected(ProblemCode code, String sentence, String field) {
        return new Outcome.Rejected(Problem.of(code, sentence).at(field));
    }
}
