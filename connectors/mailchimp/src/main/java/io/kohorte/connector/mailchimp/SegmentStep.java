// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.VendorText;
import io.kohorte.toolkit.http.HttpCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who is in a static segment and who is not, with one request. Mailchimp answers 200 also when it passed over addresses:
 * {@code {"members_added": [], "members_removed": [], "errors": [{"email_addresses": [], "error"}]}}.
 */
final class SegmentStep implements Step {

    private final MailchimpApi api;
    private final String segmentId;
    private final List<Contact> entering = new ArrayList<>();
    private final List<Contact> leaving = new ArrayList<>();

    SegmentStep(MailchimpApi api, String segmentId) {
        this.api = api;
        this.segmentId = segmentId;
    }

    void add(Contact contact) {
        entering.add(contact);
    }

    void remove(Contact contact) {
        leaving.add(contact);
    }

    String segmentId() {
        return segmentId;
    }

    /** The part that is about some of the people. */
    SegmentStep of(Predicate<Contact> some) {
        var part = new SegmentStep(api, segmentId);
        entering.stream().filter(some).forEach(part::add);
        leaving.stream().filter(some).forEach(part::remove);
        return part;
    }

    /** What the person of this row is to be. */
    Membership of(int row) {
        if (entering.stream().anyMatch(contact -> contact.row() == row)) {
            return Membership.JOINS;
        }
        return leaving.stream().anyMatch(contact -> contact.row() == row) ? Membership.LEAVES : Membership.STAYS;
    }

    boolean isEmpty() {
        return entering.isEmpty() && leaving.isEmpty();
    }

    @Override
    public List<Integer> rows() {
        return Stream.concat(entering.stream(), leaving.stream())
                .map(Contact::row)
                .sorted()
                .toList();
    }

    @Override
    public WireRequest shown() {
        return call(row -> true).shown();
    }

    @Override
    public void run(MailchimpApi api, Ledger ledger) {
        var answer = api.expect(call(ledger::isOpen));
        var objections = objections(answer);
        entering.stream().filter(contact -> ledger.isOpen(contact.row())).forEach(contact -> {
            var objection = objections.getOrDefault(contact.email(), "");
            if (objection.isEmpty() || objection.toLowerCase(Locale.ROOT).contains("already")) {
                ledger.pass(contact.row());
            } else {
                ledger.settle(contact.row(), new Outcome.Rejected(notThere(contact, objection)));
            }
        });
        // who is passed over need not be taken out
        leaving.stream().filter(contact -> ledger.isOpen(contact.row())).forEach(contact -> ledger.pass(contact.row()));
    }

    private static Problem notThere(Contact contact, String objection) {
        return Problem.of(ProblemCode.NOT_FOUND, VendorText.clean(objection, contact.change()))
                .at("email");
    }

    private static Map<String, String> objections(JsonNode answer) {
        var errors = answer.path("errors");
        if (!errors.isArray()
                || !answer.path("members_added").isArray()
                || !answer.path("members_removed").isArray()) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.BAD_RESPONSE, "Mailchimp answered without saying who is in the segment now."));
        }
        var objections = new HashMap<String, String>();
        for (var error : errors) {
            var sentence = error.path("error").asText("");
            error.path("email_addresses")
                    .forEach(address -> objections.put(
                            address.asText().strip().toLowerCase(Locale.ROOT),
                            sentence.isBlank() ? "Mailchimp passed over this address." : sentence));
        }
        return objections;
    }

    private HttpCall call(IntPredicate open) {
        var rows = rows().stream().filter(open::test).toList();
        var body = Json.write(json -> {
            json.writeStartObject();
            write(json, "members_to_add", entering, open);
            write(json, "members_to_remove", leaving, open);
            json.writeEndObject();
        });
        return api.post(api.list("/segments/" + segmentId))
                .body("application/json", body)
                .rows(rows)
                .build();
    }

    private static void write(JsonGenerator json, String name, List<Contact> contacts, IntPredicate open)
            throws IOException {
        var addresses = contacts.stream()
                .filter(contact -> open.test(contact.row()))
                .map(Contact::email)
                .distinct()
                .toList();
        if (addresses.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(name);
        for (var address : addresses) {
            Json.text(json, address);
        }
        json.writeEndArray();
    }
}
