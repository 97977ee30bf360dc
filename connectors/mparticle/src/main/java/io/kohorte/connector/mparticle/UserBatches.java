// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

import io.kohorte.connector.mparticle.Identities.Identity;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.batch.Chunks;
import io.kohorte.toolkit.batch.Plan;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Members are users with an attribute; an audience comes into being with its first member. */
final class UserBatches implements AudienceWriter {

    private final MparticleSettings settings;
    private final MparticleApi api;
    private final Identities identities;
    private final Erasure erasure;

    UserBatches(MparticleSettings settings, MparticleApi api, Erasure erasure) {
        this.settings = settings;
        this.api = api;
        this.identities = new Identities(settings);
        this.erasure = erasure;
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        return new RemoteAudience(spec, AudienceOptions.of(spec).attribute().orElse(spec.key()));
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        return plan(audience.spec(), batch).preview();
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        return plan(audience.spec(), batch).write(call -> send(call, batch));
    }

    @Override
    public BatchResult erase(List<SubjectKeys> subjects) {
        return erasure.erase(identities, subjects);
    }

    /** 202 without a body is the success; which of the batches mParticle then uses, it does not say. */
    private List<Outcome> send(HttpCall call, Batch batch) {
        var answer = api.sendEvents(call);
        if (!answer.successful()) {
            return List.of(RequestErrors.refusedRow(
                    call, answer, batch.changes().get(call.rows().get(0))));
        }
        expectNothing(answer);
        return Collections.nCopies(call.rows().size(), new Outcome.Accepted(""));
    }

    private static void expectNothing(HttpAnswer answer) {
        var something = answer.maybeJson();
        if (answer.hasBody() && (something.isEmpty() || something.get().has("errors"))) {
            throw answer.badResponse("with something else than nothing");
        }
    }

    private Plan plan(AudienceSpec spec, Batch batch) {
        var options = AudienceOptions.of(spec);
        var users = new ArrayList<UserBatch>();
        var refused = new ArrayList<Preview.Refusal>();
        for (var row = 0; row < batch.size(); row++) {
            var change = batch.changes().get(row);
            var attributes = UserBatch.attributes(change, options, spec.deleteBehaviour());
            var known = identities(spec, change, options);
            var refusal = heldBack(spec, change, options, attributes, known);
            if (refusal.isPresent()) {
                refused.add(new Preview.Refusal(row, refusal.get()));
                continue;
            }
            var user = UserBatch.of(row, batch, known, attributes, settings);
            if (user.json().length > MparticleSettings.BATCH_BYTES) {
                refused.add(new Preview.Refusal(
                        row,
                        rejected(ProblemCode.FIELD_INVALID, "mParticle takes at most 128 kB about a person.", "")));
            } else {
                users.add(user);
            }
        }
        var calls = Chunks.cut(
                        users,
                        MparticleSettings.USERS_PER_REQUEST,
                        MparticleSettings.REQUEST_BYTES - 2,
                        UserBatch::bytes)
                .stream()
                .map(this::call)
                .toList();
        return new Plan(batch.size(), calls, refused);
    }

    /** The matched identity first; empty when there is none that can be sent. */
    private Collection<Identity> identities(AudienceSpec spec, MemberChange change, AudienceOptions options) {
        var matched = spec.keyOf(change.subject())
                .flatMap(namespace -> identities.identity(
                        namespace, change.subject().identifier(namespace).orElseThrow()));
        if (matched.isEmpty()) {
            return List.of();
        }
        var all = new ArrayList<>(List.of(matched.get()));
        if (options.allIdentities() && change.change() != MemberChange.Kind.REMOVE) {
            identities.of(change.subject()).values().stream()
                    .filter(identity -> !identity.name().equals(matched.get().name()))
                    .forEach(all::add);
        }
        return all;
    }

    private static Optional<Outcome> heldBack(
            AudienceSpec spec,
            MemberChange change,
            AudienceOptions options,
            UserBatch.Attributes attributes,
            Collection<Identity> known) {
        if (attributes.isEmpty()) {
            return Optional.of(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
        }
        var namespace = spec.keyOf(change.subject());
        if (namespace.isEmpty()) {
            return Optional.of(rejected(
                    ProblemCode.IDENTIFIER_MISSING, "This person has no " + spec.matchKey() + ".", spec.matchKey()));
        }
        if (known.isEmpty()) {
            return Optional.of(rejected(
                    ProblemCode.IDENTIFIER_INVALID,
                    "This is no " + namespace.get() + " that mParticle could know.",
                    namespace.get()));
        }
        if (attributes.size() > UserBatch.MOST_ATTRIBUTES) {
            return Optional.of(rejected(
                    ProblemCode.FIELD_INVALID, "mParticle takes at most 100 attributes of a person at a time.", ""));
        }
        return change.fields().entrySet().stream()
                .flatMap(field -> mistake(field.getKey(), field.getValue(), options).stream())
                .findFirst();
    }

    private static Optional<Outcome> mistake(String name, FieldValue value, AudienceOptions options) {
        if (name.isBlank() || options.attribute().filter(name::equals).isPresent()) {
            return Optional.of(
                    rejected(ProblemCode.FIELD_INVALID, "A mapping cannot write this attribute of mParticle.", name));
        }
        return value instanceof FieldValue.Text text && text.value().length() > UserBatch.LONGEST_VALUE
                ? Optional.of(
                        rejected(ProblemCode.FIELD_INVALID, "A value of mParticle has at most 4,096 characters.", name))
                : Optional.empty();
    }

    private static Outcome rejected(ProblemCode code, String sentence, String field) {
        return new Outcome.Rejected(Problem.of(code, sentence).at(field));
    }

    private HttpCall call(List<UserBatch> users) {
        var body = new ByteArrayOutputStream(
                users.stream().mapToInt(UserBatch::bytes).sum() + 2);
        body.write('[');
        for (var user : users) {
            if (body.size() > 1) {
                body.write(',');
            }
            body.writeBytes(user.json());
        }
        body.write(']');
        return api.bulkEvents(body.toByteArray())
                .rows(users.stream().map(UserBatch::position).toList())
                .build();
    }
}
