// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.kohorte.connector.salesforce.FakeSalesforce.DATA;
import static io.kohorte.connector.salesforce.FakeSalesforce.change;
import static io.kohorte.connector.salesforce.FakeSalesforce.spec;
import static io.kohorte.tck.Batches.batch;
import static io.kohorte.tck.TestVendor.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SyncMode;
import io.kohorte.toolkit.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/** An organisation that takes jobs, and what a test says of one. */
abstract class JobFixture {

    static final String JOBS = DATA + "/jobs/ingest";
    static final String JOB = JOBS + "/7505e1";
    static final String WRITTEN = "/successfulResults/";
    static final String REFUSED = "/failedResults/";
    static final String UNPROCESSED = "/unprocessedrecords/";
    static final int MANY = 201;

    static final AudienceSpec FIELDS =
            spec(SyncMode.MIRROR, DeleteBehaviour.CLEAR_FIELDS, Map.of("memberField", "High_Churn__c"));
    static final AudienceSpec CAMPAIGN = spec(
            SyncMode.MIRROR,
            DeleteBehaviour.REMOVE_FROM_AUDIENCE,
            Map.of("writeTo", "campaign", "memberStatus", "Sent"));
    static final Map<String, FieldValue> NAME = Map.of("LastName", FieldValue.of("Muster"));

    final FakeSalesforce salesforce = new FakeSalesforce();
    final SalesforceDestination destination = salesforce.open(Map.of("jobFrom", MANY));

    @AfterEach
    void close() {
        destination.close();
        salesforce.close();
    }

    void jobsAreTaken() {
        salesforce.answer(
                post(urlEqualTo(JOBS)),
                "{\"id\":\"7505e1\",\"state\":\"Open\",\"contentUrl\":\"https://elsewhere.example/\"}");
        answer(put(urlEqualTo(JOB + "/batches")), aResponse().withStatus(201));
        salesforce.answer(patch(urlEqualTo(JOB)), "{\"id\":\"7505e1\",\"state\":\"UploadComplete\"}");
    }

    void state(String json) {
        salesforce.answer(get(urlEqualTo(JOB)), json);
    }

    void list(String which, String header, List<String> lines) {
        var body = header + "\n" + String.join("\n", lines) + (lines.isEmpty() ? "" : "\n");
        answer(
                get(urlEqualTo(JOB + which)),
                aResponse().withHeader("content-type", "text/csv").withBody(body));
    }

    void answer(MappingBuilder request, ResponseDefinitionBuilder response) {
        salesforce.stubFor(request.willReturn(response));
    }

    BatchResult.Pending start(AudienceSpec spec, Batch batch) {
        return start(spec, "Contact", batch);
    }

    BatchResult.Pending start(AudienceSpec spec, String remoteId, Batch batch) {
        return (BatchResult.Pending) destination.audiences().write(new RemoteAudience(spec, remoteId), batch);
    }

    BatchResult write(AudienceSpec spec, Batch batch) {
        return destination.audiences().write(new RemoteAudience(spec, "Contact"), batch);
    }

    List<Outcome> done(JobTicket ticket) {
        return ((BatchResult.Done) destination.audiences().poll(ticket)).outcomes();
    }

    List<LoggedRequest> sent() {
        return salesforce.requests();
    }

    static Batch people(Kind kind, int count) {
        return people(kind, count, NAME);
    }

    static Batch people(Kind kind, int count, Map<String, FieldValue> fields) {
        return batch(IntStream.range(0, count)
                .mapToObj(i -> change(kind, "p" + i, fields))
                .toList());
    }

    static String results(int from, int to) {
        var results = Json.mapper().createArrayNode();
        IntStream.range(from, to)
                .forEach(row -> results.addObject().put("id", "003-" + row).put("success", true));
        return results.toString();
    }

    static Problem rejection(Outcome outcome) {
        return ((Outcome.Rejected) outcome).problem();
    }

    static Problem retry(Outcome outcome) {
        return ((Outcome.Retry) outcome).problem();
    }

    JsonNode json(int request) {
        return parse(sent().get(request).getBodyAsString());
    }
}
