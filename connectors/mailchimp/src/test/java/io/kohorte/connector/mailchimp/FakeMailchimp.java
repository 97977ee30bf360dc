// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.TestContext;
import io.kohorte.tck.TestVendor;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A data centre on WireMock that refuses all that a test did not expect. */
final class FakeMailchimp extends TestVendor {

    static final Instant NOW = Instant.parse("2026-11-21T20:26:10Z");
    static final String LIST = "/3.0/lists/a6b5da1054";
    static final String MAX = "max.muster@example.com";
    static final String MAX_HASH = "3e58dbf66ebf5384f05394686c77ef92";
    static final String NOBODY_REFUSED = "{\"members_added\":[],\"members_removed\":[],\"errors\":[]}";
    static final String MEMBER = "{\"id\":\"" + MAX_HASH + "\",\"contact_id\":\"c-1\"}";

    FakeMailchimp() {
        super(aResponse().withStatus(599).withBody("no test expected this"));
    }

    MailchimpDestination open(Map<String, ?> further) {
        return new MailchimpDestination(settings(further), context());
    }

    Settings settings(Map<String, ?> further) {
        var values = new LinkedHashMap<String, Object>(
                Map.of("url", url(), "apiKey", "0123456789abcdef-us21", "listId", "a6b5da1054"));
        values.putAll(further);
        return Settings.of(values);
    }

    static ConnectorContext context() {
        return TestContext.at(NOW);
    }

    /** A result of these changes in the segment 34; two people with fields are a job. */
    BatchResult start(AudienceSpec spec, MemberChange... changes) {
        try (var destination = open(Map.of("batchFrom", 2))) {
            return destination
                    .audiences()
                    .write(new RemoteAudience(spec, "34"), new Batch("b-1", NOW, List.of(changes)));
        }
    }

    BatchResult poll(BatchResult pending) {
        return poll(((BatchResult.Pending) pending).ticket());
    }

    BatchResult poll(JobTicket ticket) {
        try (var destination = open(Map.of("batchFrom", 2))) {
            return destination.audiences().poll(ticket);
        }
    }

    /** Outcomes of these changes in the segment 34, or in the list where no segment is kept. */
    List<Outcome> write(AudienceSpec spec, MemberChange... changes) {
        try (var destination = open(Map.of())) {
            var result = destination
                    .audiences()
                    .write(new RemoteAudience(spec, "34"), new Batch("b-1", NOW, List.of(changes)));
            return ((BatchResult.Done) result).outcomes();
        }
    }

    static AudienceSpec spec(SyncMode mode, DeleteBehaviour behaviour, Map<String, ?> options) {
        return new AudienceSpec("seg-42", "High churn", mode, behaviour, "email", Settings.of(options));
    }

    static AudienceSpec mirror(Map<String, ?> options) {
        return spec(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, options);
    }

    static MemberChange change(MemberChange.Kind kind, String email, Map<String, FieldValue> fields) {
        return change(kind, email, fields, Consent.NEVER_ASKED);
    }

    static MemberChange change(MemberChange.Kind kind, String email, Map<String, FieldValue> fields, Consent consent) {
        return new MemberChange(kind, new SubjectKeys("p-1", Map.of("email", email)), fields, consent);
    }

    /** Method, path without query and body of each request. */
    List<String> wire() {
        return requests().stream()
                .map(request -> (request.getMethod() + " " + request.getUrl().replaceFirst("[?].*", "") + " "
                                + request.getBodyAsString())
                        .strip())
                .toList();
    }
}
