// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.linkedinads;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SyncMode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.VendorText;
import io.kohorte.toolkit.batch.Plan;
import io.kohorte.toolkit.http.HttpCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Members of DMP segments: additions and removals in one request, one result each, in their order. */
final class LinkedInAudiences implements AudienceWriter {

    private final RestApi api;
    private final Segments segments;

    LinkedInAudiences(RestApi api, Segments segments) {
        this.api = api;
        this.segments = segments;
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        return new RemoteAudience(spec, segments.ensure(possible(spec)));
    }

    @Override
    public void retire(RemoteAudience audience) {
        segments.delete(audience);
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        return plan(audience, batch).preview();
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        return plan(audience, batch).write(call -> send(audience, batch, call));
    }

    private Plan plan(RemoteAudience audience, Batch batch) {
        var spec = possible(audience.spec());
        var keys = Stream.concat(Stream.of(spec.matchKey()), spec.fallbackKeys().stream())
                .toList();
        var byName = spec.options().flag("byName", false);
        var refused = new ArrayList<Preview.Refusal>();
        var rows = new ArrayList<Integer>();
        var people = new ArrayList<Person>();
        for (var row = 0; row < batch.size(); row++) {
            var change = batch.changes().get(row);
            var person = Person.of(change);
            var outcome = heldBack(spec, keys, byName, change, person);
            if (outcome.isPresent()) {
                refused.add(new Preview.Refusal(row, outcome.get()));
            } else {
                rows.add(row);
                people.add(person);
            }
        }
        var calls = rows.isEmpty() ? List.<HttpCall>of() : List.of(call(audience, rows, people));
        return new Plan(batch.size(), calls, refused);
    }

    private HttpCall call(RemoteAudience audience, List<Integer> rows, List<Person> people) {
        var body = Json.write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("elements");
            for (var person : people) {
                person.write(json);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
        return api.post("dmpSegments/" + audience.remoteId() + "/users")
                .header("x-restli-method", "BATCH_CREATE")
                .body("application/json", body)
                .rows(rows)
                .idempotent()
                .build();
    }

    private static Optional<Outcome> heldBack(
            AudienceSpec spec, List<String> keys, boolean byName, MemberChange change, Person person) {
        if (person.leaves() && spec.deleteBehaviour() == DeleteBehaviour.NOTHING && spec.mode() != SyncMode.REMOVE) {
            return Optional.of(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
        }
        if (person.usable(keys, byName)) {
            return Optional.empty();
        }
        var problem = keys.stream()
                .filter(key -> change.subject().identifier(key).isPresent())
                .findFirst()
                .map(key -> Problem.of(
                                ProblemCode.IDENTIFIER_INVALID,
                                "This person's " + key + " is none that LinkedIn could find.")
                        .at(key))
                .orElseGet(() -> Problem.of(
                                ProblemCode.IDENTIFIER_MISSING, "This person has no " + String.join(" or ", keys) + ".")
                        .at(keys.get(0)));
        return Optional.of(new Outcome.Rejected(problem));
    }

    private List<Outcome> send(RemoteAudience audience, Batch batch, HttpCall call) {
        segments.checkBorn(audience.remoteId());
        try {
            var answer = api.send(call);
            var elements = answer.json().path("elements");
            if (elements.size() != call.rows().size()) {
                throw answer.badResponse("with results for other people than were sent");
            }
            var outcomes = new ArrayList<Outcome>();
            for (var i = 0; i < elements.size(); i++) {
                outcomes.add(
                        outcome(elements.get(i), batch.changes().get(call.rows().get(i))));
            }
            return outcomes;
        } catch (ConnectorException failure) {
            if (failure.problem().code() == ProblemCode.AUDIENCE_GONE) {
                throw segments.missing(audience.remoteId(), failure);
            }
            if (call.rows().size() == 1 && failure.problem().code() == ProblemCode.BATCH_REFUSED) {
                return List.of(new Outcome.Rejected(
                        Problem.of(ProblemCode.FIELD_INVALID, "LinkedIn refused this person's data.")
                                .vendor(failure.problem().vendorCode())));
            }
            throw failure;
        }
    }

    private static Outcome outcome(JsonNode result, MemberChange about) {
        var status = result.path("status").asInt();
        if (status >= 200 && status <= 299) {
            return new Outcome.Accepted("");
        }
        if (status < 400 || status > 599) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.BAD_RESPONSE, "LinkedIn answered without saying whether a person was taken."));
        }
        var vendorCode = VendorText.clean(result.path("error").path("code").asText(Integer.toString(status)));
        if (status == 429 || status >= 500) {
            var code = status == 429 ? ProblemCode.RATE_LIMITED : ProblemCode.UNAVAILABLE;
            return new Outcome.Retry(
                    Problem.of(code, "LinkedIn could not take this person now.").vendor(vendorCode), Duration.ZERO);
        }
        var sentence = VendorText.clean(result.path("error").path("message").asText(""), about);
        return new Outcome.Rejected(Problem.of(
                        ProblemCode.FIELD_INVALID,
                        sentence.isEmpty() ? "LinkedIn refused this person's data." : sentence)
                .vendor(vendorCode));
    }

    private static AudienceSpec possible(AudienceSpec spec) {
        if (spec.mode() == SyncMode.UPDATE) {
            throw setting("LinkedIn cannot tell who is in a segment already: choose mirror, add or upsert.");
        }
        if (spec.deleteBehaviour() == DeleteBehaviour.CLEAR_FIELDS
                || spec.deleteBehaviour() == DeleteBehaviour.DELETE) {
            throw setting("LinkedIn keeps no fields and deletes nobody: choose to remove people from the segment.");
        }
        if (!List.of("email", "maid").contains(spec.matchKey())) {
            throw setting("LinkedIn finds people by email or maid: choose one of them as match key.");
        }
        return spec;
    }

    private static ConnectorException setting(String sentence) {
        return new ConnectorException(Problem.of(ProblemCode.INVALID_SETTING, sentence));
    }
}
