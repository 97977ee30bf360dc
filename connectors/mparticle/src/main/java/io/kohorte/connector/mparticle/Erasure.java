// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.connector.mparticle.Identities.Identity;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.VendorText;
import io.kohorte.toolkit.batch.InTurn;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.identity.Hash;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Erasure by data subject requests of OpenDSR, one for each person
 * (https://docs.mparticle.com/developers/apis/dsr-api/v3). mParticle works on a request for one to three weeks, and passes
 * it on to the outputs that are set up for it. Accepted means that the request is on its way, with its id.
 */
final class Erasure {

    private static final String EXTENSION = "opendsr.mparticle.com";

    private final MparticleSettings settings;
    private final MparticleApi api;
    private final Clock clock;

    Erasure(MparticleSettings settings, MparticleApi api, Clock clock) {
        this.settings = settings;
        this.api = api;
        this.clock = clock;
    }

    BatchResult erase(Identities identities, List<SubjectKeys> subjects) {
        var outcomes = new Outcome[subjects.size()];
        Arrays.fill(outcomes, new Outcome.Skipped(SkipReason.NO_IDENTIFIER));
        InTurn.send(
                IntStream.range(0, outcomes.length)
                        .filter(row -> !identities.of(subjects.get(row)).isEmpty())
                        .boxed()
                        .toList(),
                row -> outcomes[row] = request(identities.of(subjects.get(row)), row),
                (row, again) -> outcomes[row] = again);
        return new BatchResult.Done(Arrays.asList(outcomes));
    }

    private Outcome request(Map<String, Identity> known, int row) {
        var submitted = clock.instant().truncatedTo(ChronoUnit.DAYS);
        var id = id(known, submitted);
        var call = api.dsrPost("/requests")
                .json(body(known, submitted, id))
                .rows(List.of(row))
                .idempotent()
                .build();
        var answer = api.sendDsr(call);
        return answer.successful() ? taken(answer, id) : refused(call, answer, known);
    }

    private static Outcome taken(HttpAnswer answer, String id) {
        if (!answer.json().path("subject_request_id").asText("").equals(id)) {
            throw answer.badResponse("about another request than was made");
        }
        return new Outcome.Accepted(id);
    }

    private static Outcome refused(HttpCall call, HttpAnswer answer, Map<String, Identity> known) {
        var refusal = RequestErrors.of(call, answer);
        if (refusal.problem().code() != ProblemCode.BATCH_REFUSED) {
            throw refusal;
        }
        var sentence = answer.maybeJson()
                .map(json -> json.path("errors").path(0).path("message").asText(""))
                .orElse("");
        var clean = known.values().stream()
                .map(Identity::value)
                .reduce(VendorText.clean(sentence), (text, value) -> text.replace(value, "***"));
        return new Outcome.Rejected(RequestErrors.problem(answer, clean));
    }

    private ObjectNode body(Map<String, Identity> known, Instant submitted, String id) {
        var body = Json.mapper()
                .createObjectNode()
                .put("regulation", settings.regulation())
                .put("subject_request_id", id)
                .put("subject_request_type", "erasure")
                .put("submitted_time", submitted.toString());
        var standard = Json.mapper().createObjectNode();
        var own = Json.mapper().createObjectNode();
        known.values().forEach(identity -> {
            switch (identity.name()) {
                case Identities.CUSTOMER_ID -> raw(standard, "controller_customer_id", identity);
                case Identities.EMAIL -> raw(standard, "email", identity);
                default -> raw(own, identity.name(), identity);
            }
        });
        if (!standard.isEmpty()) {
            body.set("subject_identities", standard);
        }
        body.put("api_version", "3.0");
        var extension = body.putObject("extensions").putObject(EXTENSION);
        extension.put("skip_waiting_period", settings.skipWaitingPeriod());
        if (!own.isEmpty()) {
            extension.set("subject_identities", own);
        }
        return body;
    }

    private static void raw(ObjectNode identities, String name, Identity identity) {
        identities.putObject(name).put("value", identity.value()).put("encoding", "raw");
    }

    /**
     * A UUID in the form of version 4, of the person and the day (UTC), as is the time that the request names: made again on
     * that day, it is the same request. Who comes back to mParticle and is erased once more on a later day is another.
     */
    private static String id(Map<String, Identity> known, Instant submitted) {
        var person = known.values().stream()
                .map(identity -> identity.name() + "=" + identity.value())
                .sorted()
                .collect(Collectors.joining("\n", "", "\n" + submitted));
        var digest = Hash.SHA256_HEX.of(person);
        var high = Long.parseUnsignedLong(digest.substring(0, 16), 16);
        var low = Long.parseUnsignedLong(digest.substring(16, 32), 16);
        return new UUID((high & ~0xf000L) | 0x4000L, (low & ~(3L << 62)) | (2L << 62)).toString();
    }
}
