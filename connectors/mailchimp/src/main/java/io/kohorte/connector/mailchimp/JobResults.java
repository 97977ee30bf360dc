// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Consent;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a job that has ended says of each person. Addresses of those who join or leave the segment are read from its results,
 * since a ticket holds none.
 */
final class JobResults {

    private static final Outcome NOTHING_SAID = new Outcome.Retry(
            Problem.of(ProblemCode.UNAVAILABLE, "The job ended without saying what became of this contact."),
            Duration.ZERO);

    private final MailchimpApi api;
    private final int size;
    private final SortedMap<Integer, Outcome> settled;
    private final SegmentStep segment;
    private final Map<Integer, String> references = new HashMap<>();

    JobResults(MailchimpApi api, BatchJob job) {
        this.api = api;
        this.size = job.size();
        this.settled = new TreeMap<>(job.settled());
        this.segment = new SegmentStep(api, job.segmentId());
    }

    BatchResult of(List<JsonNode> results) {
        for (var result : results) {
            Operation.of(result.path("operation_id").asText(""))
                    .filter(operation -> operation.row() < size && !isKnown(operation.row()))
                    .ifPresent(operation -> note(operation, result));
        }
        for (var row = 0; row < size; row++) {
            if (!isKnown(row)) {
                settled.put(row, NOTHING_SAID);
            }
        }
        var known = settled.entrySet().stream()
                .map(row -> new Preview.Refusal(row.getKey(), row.getValue()))
                .toList();
        var ledger = new Ledger(size, known, segment.isEmpty() ? List.of() : List.of(segment));
        references.forEach(ledger::refer);
        if (!segment.isEmpty()) {
            segment.run(api, ledger);
        }
        return ledger.result();
    }

    private boolean isKnown(int row) {
        return settled.containsKey(row) || references.containsKey(row);
    }

    private void note(Operation operation, JsonNode result) {
        var status = result.path("status_code").asInt(0);
        var response = Json.read(result.path("response").asText("").getBytes(StandardCharsets.UTF_8));
        if (status >= 200 && status <= 299) {
            taken(operation, response);
        } else {
            var problem = response.filter(Refusals::isProblem);
            settled.put(operation.row(), refused(operation, status, problem));
        }
    }

    private void taken(Operation operation, Optional<JsonNode> member) {
        var reference =
                member.map(contact -> contact.path("contact_id").asText("")).orElse("");
        if (operation.membership() == Membership.STAYS) {
            settled.put(operation.row(), new Outcome.Accepted(reference));
            return;
        }
        var email = member.map(contact ->
                        contact.path("email_address").asText("").strip().toLowerCase(Locale.ROOT))
                .filter(address -> !address.isEmpty())
                .orElseThrow(() -> MailchimpApi.badAnswer("without the contact"));
        var contact = contact(operation, email);
        references.put(operation.row(), reference);
        if (operation.membership() == Membership.JOINS) {
            segment.add(contact);
        } else {
            segment.remove(contact);
        }
    }

    /** Of the person, only the address is known here. */
    private static Contact contact(Operation operation, String email) {
        var kind = operation.membership() == Membership.JOINS ? MemberChange.Kind.ADD : MemberChange.Kind.REMOVE;
        var subject = new SubjectKeys("row-" + operation.row(), Map.of("email", email));
        return new Contact(operation.row(), email, new MemberChange(kind, subject, Map.of(), Consent.NEVER_ASKED));
    }

    private static Outcome refused(Operation operation, int status, Optional<JsonNode> problem) {
        if (problem.isPresent() && status == 400) {
            return Objection.ofRequest(problem.get()).outcome();
        }
        return problem.flatMap(said -> operation.absent().outcome(status))
                .orElseGet(() -> Refusals.ofOperation(status, problem));
    }
}
