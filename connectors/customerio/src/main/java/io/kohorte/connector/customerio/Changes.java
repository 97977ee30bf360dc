// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SkipReason;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.batch.Chunks;
import io.kohorte.toolkit.http.HttpCall;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/** What each change of a batch means in requests. */
final class Changes {

    private static final ObjectNode NO_ATTRIBUTES = Json.mapper().createObjectNode();

    private final CustomerIoApi api;
    private final AudienceSpec spec;
    private final AudienceOptions options;
    private final String segment;
    private final String region;
    private final Batch batch;
    private final List<Operation> operations = new ArrayList<>();
    private final List<Preview.Refusal> refused = new ArrayList<>();
    private final Map<Integer, PersonKey> moving = new HashMap<>();

    /** @param region of phone numbers without a country code */
    Changes(CustomerIoApi api, RemoteAudience audience, String region, Batch batch) {
        this.api = api;
        this.spec = audience.spec();
        this.options = AudienceOptions.of(spec);
        this.segment = audience.remoteId();
        this.region = region;
        this.batch = batch;
        for (var row = 0; row < batch.size(); row++) {
            plan(row);
        }
    }

    /** Rows that are not sent. */
    List<Preview.Refusal> refused() {
        return List.copyOf(refused);
    }

    /** Whether this row enters or leaves a segment. */
    boolean moves(int row) {
        return moving.containsKey(row);
    }

    /** Requests that write or delete people. */
    List<HttpCall> people() {
        return requests(api, operations);
    }

    /** Requests about the segment, for those rows that went through so far: of one kind of identifier each. */
    List<HttpCall> memberships(Delivery.Membership membership, IntPredicate went) {
        return Arrays.stream(PersonKey.Kind.values())
                .flatMap(kind -> memberships(membership, kind, went).stream())
                .toList();
    }

    private List<HttpCall> memberships(Delivery.Membership membership, PersonKey.Kind kind, IntPredicate went) {
        var rows = moving.keySet().stream()
                .sorted()
                .filter(row -> moving.get(row).kind() == kind)
                .filter(row -> change(row).change() == membership.kind && went.test(row))
                .toList();
        return Chunks.cut(rows, CustomerIoConnector.PEOPLE_PER_REQUEST, Long.MAX_VALUE, row -> 1).stream()
                .map(chunk -> {
                    var body = Json.mapper().createObjectNode();
                    var ids = body.putArray("ids");
                    chunk.forEach(row -> ids.add(moving.get(row).value()));
                    return api.trackPost(
                                    "/api/v1/segments/" + segment + "/" + membership.path + "?id_type=" + kind.wire)
                            .json(body)
                            .rows(chunk)
                            .build();
                })
                .toList();
    }

    static List<HttpCall> requests(CustomerIoApi api, List<Operation> operations) {
        return Chunks.cut(
                        operations,
                        CustomerIoConnector.PEOPLE_PER_REQUEST,
                        CustomerIoConnector.BYTES_PER_REQUEST - 20,
                        Operation::size)
                .stream()
                .map(chunk -> api.trackPost("/api/v2/batch")
                        .body("application/json", body(chunk))
                        .rows(chunk.stream().map(Operation::row).toList())
                        .build())
                .toList();
    }

    private void plan(int row) {
        var key = key(row);
        if (key.isEmpty()) {
            return;
        }
        var leaves = change(row).change() == MemberChange.Kind.REMOVE;
        var operation = leaves ? leaving(row, key.get()) : entering(row, key.get());
        if (operation.filter(Operation::tooLarge).isPresent()) {
            refuse(row, rejected(ProblemCode.FIELD_INVALID, "The person is larger than 32 kB.", ""));
            return;
        }
        var moves = options.writeTo() == AudienceOptions.WriteTo.SEGMENT
                && (leaves ? takenOut() : change(row).change() == MemberChange.Kind.ADD);
        if (operation.isEmpty() && !moves) {
            refuse(row, new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
            return;
        }
        operation.ifPresent(operations::add);
        if (moves) {
            moving.put(row, key.get());
        }
    }

    /** Creates only who enters and agreed, where the audience asks for it: everybody else is updated where they exist. */
    private Optional<Operation> entering(int row, PersonKey key) {
        var change = change(row);
        var enters = change.change() == MemberChange.Kind.ADD;
        var agreed = agreed(change.consent());
        var attributes = new Attributes();
        attributes.put(change.fields());
        if (options.writeTo() == AudienceOptions.WriteTo.ATTRIBUTE) {
            attributes.put(options.attribute(), FieldValue.of(true));
        }
        if (options.subscribes() && enters && agreed) {
            attributes.put(Attributes.UNSUBSCRIBED, FieldValue.of(false));
        }
        var creates = options.creates() && enters && agreed;
        if (attributes.json().isEmpty() && !creates) {
            return Optional.empty();
        }
        return Optional.of(identify(row, key, attributes, creates));
    }

    private Optional<Operation> leaving(int row, PersonKey key) {
        if (spec.deleteBehaviour() == DeleteBehaviour.DELETE) {
            return Optional.of(Operation.of(row, key, "delete", NO_ATTRIBUTES));
        }
        var attributes = new Attributes();
        if (spec.deleteBehaviour() == DeleteBehaviour.CLEAR_FIELDS) {
            change(row).fields().keySet().forEach(field -> attributes.put(Map.of(field, FieldValue.EMPTY)));
        }
        if (options.writeTo() == AudienceOptions.WriteTo.ATTRIBUTE && takenOut()) {
            attributes.put(options.attribute(), FieldValue.of(false));
        }
        return attributes.json().isEmpty() ? Optional.empty() : Optional.of(identify(row, key, attributes, false));
    }

    private static Operation identify(int row, PersonKey key, Attributes attributes, boolean creates) {
        if (!creates) {
            attributes.put(Attributes.UPDATE_ONLY, FieldValue.of(true));
        }
        return Operation.of(row, key, "identify", attributes.json());
    }

    private boolean takenOut() {
        return spec.deleteBehaviour() == DeleteBehaviour.REMOVE_FROM_AUDIENCE
                || spec.deleteBehaviour() == DeleteBehaviour.CLEAR_FIELDS;
    }

    /** Whether this person said yes to e-mails or to marketing, and no to neither. */
    static boolean agreed(Consent consent) {
        return consent.answer("email").or(() -> consent.answer("marketing")).orElse(false)
                && !consent.refused("marketing");
    }

    private Optional<PersonKey> key(int row) {
        var subject = change(row).subject();
        var namespace = spec.keyOf(subject);
        if (namespace.isEmpty()) {
            var sentence = "This customer has no identifier of the match key.";
            refuse(row, rejected(ProblemCode.IDENTIFIER_MISSING, sentence, spec.matchKey()));
            return Optional.empty();
        }
        var key = PersonKey.of(
                namespace.get(), subject.identifier(namespace.get()).orElseThrow(), region);
        if (key.isEmpty()) {
            var sentence = "This is no " + namespace.get() + " that Customer.io takes.";
            refuse(row, rejected(ProblemCode.IDENTIFIER_INVALID, sentence, namespace.get()));
        } else if (options.writeTo() == AudienceOptions.WriteTo.SEGMENT
                && !key.get().kind().namesMembers()) {
            var sentence = "A manual segment of Customer.io takes people by id, e-mail or cio_id.";
            refuse(row, rejected(ProblemCode.IDENTIFIER_MISSING, sentence, spec.matchKey()));
            return Optional.empty();
        }
        return key;
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

    private static byte[] body(List<Operation> operations) {
        var body = new ByteArrayOutputStream();
        body.writeBytes("{\"batch\":[".getBytes(StandardCharsets.UTF_8));
        for (var i = 0; i < operations.size(); i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(operations.get(i).json());
        }
        body.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }
}
