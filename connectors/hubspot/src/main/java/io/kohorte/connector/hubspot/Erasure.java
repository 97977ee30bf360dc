// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.batch.Plan;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.identity.Normaliser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * HubSpot's own deletion under the GDPR, one request a person: by record id where we know it, else by address. An address
 * that HubSpot does not know is put on its blocklist, so that nobody can bring it back.
 * https://developers.hubspot.com/docs/api-reference/legacy/crm/objects/contacts/gdpr/gdpr-delete-contact
 */
final class Erasure {

    /** Namespace of HubSpot's record id among our identifiers, unless the settings say otherwise. */
    static final String CONTACT_ID = "hubspot_id";

    private static final Outcome ERASED = new Outcome.Accepted("");

    private final HubspotApi api;
    private final String contactIds;

    Erasure(HubspotApi api, String contactIds) {
        this.api = api;
        this.contactIds = contactIds;
    }

    BatchResult erase(List<SubjectKeys> subjects) {
        var calls = new ArrayList<HttpCall>();
        var refused = new ArrayList<Preview.Refusal>();
        for (var row = 0; row < subjects.size(); row++) {
            var call = call(subjects.get(row), row);
            if (call.isPresent()) {
                calls.add(call.get());
            } else {
                refused.add(new Preview.Refusal(
                        row,
                        new Outcome.Rejected(Problem.of(
                                        ProblemCode.IDENTIFIER_MISSING,
                                        "HubSpot erases by e-mail address or by the record id of the contact.")
                                .at("email"))));
            }
        }
        return new Plan(subjects.size(), calls, refused).write(this::send);
    }

    private Optional<HttpCall> call(SubjectKeys subject, int row) {
        var body = Json.mapper().createObjectNode();
        var record = subject.identifier(contactIds).map(String::strip).filter(id -> id.matches("[0-9]{1,18}"));
        var email = subject.identifier("email").flatMap(Normaliser.email()::normalise);
        if (record.isPresent()) {
            body.put("objectId", record.get());
        } else if (email.isPresent()) {
            body.put("objectId", email.get()).put("idProperty", "email");
        } else {
            return Optional.empty();
        }
        return Optional.of(api.post(api.version().objects("contacts/gdpr-delete"))
                .json(body)
                .rows(List.of(row))
                .idempotent()
                .build());
    }

    /** Whoever is not there is erased. */
    private List<Outcome> send(HttpCall call) {
        var answer = api.ask(call);
        var gone = answer.status() == 404
                && answer.maybeJson()
                        .map(error -> error.path("category").asText("").equals("OBJECT_NOT_FOUND"))
                        .orElse(false);
        if (!answer.successful() && !gone) {
            throw RequestErrors.of(call, answer);
        }
        return List.of(ERASED);
    }
}
