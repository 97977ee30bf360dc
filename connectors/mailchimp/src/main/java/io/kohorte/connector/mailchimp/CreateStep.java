// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.HttpCall;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Creates contacts that are missing, up to 500 with one request, and leaves those alone that are there. Mailchimp answers
 * 200 whatever became of them: {@code {"new_members": [], "updated_members": [], "errors": [{"email_address", "error",
 * "error_code"}]}}.
 */
record CreateStep(MailchimpApi api, List<Member> members) implements Step {

    /** A person and their part of the request. */
    record Member(Contact contact, String json) {

        Member(Contact contact, NewContacts newContacts) {
            this(contact, json(contact, newContacts));
        }

        /** With the comma that follows. */
        int bytes() {
            return json.getBytes(StandardCharsets.UTF_8).length + 1;
        }

        private static String json(Contact contact, NewContacts newContacts) {
            var status = newContacts
                    .status(contact.change().consent())
                    .orElseThrow(() -> new ConnectorException(Problem.of(
                            ProblemCode.INVALID_SETTING,
                            "This sync creates contacts, but new contacts are set to nobody.")));
            var bytes = Json.write(json -> {
                json.writeStartObject();
                Json.text(json, "email_address", contact.email());
                json.writeStringField("status", status);
                ContactFields.of(contact.change().fields()).write(json);
                json.writeEndObject();
            });
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    @Override
    public List<Integer> rows() {
        return members.stream().map(member -> member.contact().row()).toList();
    }

    @Override
    public WireRequest shown() {
        return call().shown();
    }

    @Override
    public void run(MailchimpApi api, Ledger ledger) {
        var answer = api.expect(call());
        var objections = new HashMap<String, Objection>();
        each(answer, "errors").forEach(error -> objections.put(address(error), Objection.ofMember(error)));
        var created = new HashMap<String, String>();
        each(answer, "new_members")
                .forEach(member ->
                        created.put(address(member), member.path("contact_id").asText("")));
        members.forEach(member -> note(member.contact(), objections, created, ledger));
    }

    private static void note(
            Contact contact, Map<String, Objection> objections, Map<String, String> created, Ledger ledger) {
        var objection = objections.get(contact.email());
        if (objection != null && !objection.exists()) {
            ledger.settle(contact.row(), objection.outcome(contact.change()));
        } else if (objection != null) {
            ledger.pass(contact.row());
        } else if (created.containsKey(contact.email())) {
            ledger.pass(contact.row(), created.get(contact.email()));
        } else {
            throw new ConnectorException(Problem.of(
                    ProblemCode.BAD_RESPONSE, "Mailchimp answered without saying what became of every contact."));
        }
    }

    private HttpCall call() {
        var body = Json.write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("members");
            for (var member : members) {
                json.writeRawValue(member.json());
            }
            json.writeEndArray();
            json.writeBooleanField("update_existing", false);
            json.writeEndObject();
        });
        return api.post(api.list("?skip_merge_validation=true&skip_duplicate_check=true"))
                .body("application/json", body)
                .rows(rows())
                .build();
    }

    private static JsonNode each(JsonNode answer, String name) {
        var list = answer.path(name);
        if (!list.isArray()) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.BAD_RESPONSE, "Mailchimp answered without its " + name + "."));
        }
        return list;
    }

    /** Seen in quotes, and in the case in which the contact once came. */
    private static String address(JsonNode named) {
        return named.path("email_address").asText("").replace("\"", "").strip().toLowerCase(Locale.ROOT);
    }
}
