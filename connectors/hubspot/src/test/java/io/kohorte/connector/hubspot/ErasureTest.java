// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static io.kohorte.connector.hubspot.FakeHubspot.CONTACTS;
import static io.kohorte.tck.TestVendor.json;
import static io.kohorte.tck.TestVendor.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ErasureTest {

    private static final String ERASE = CONTACTS + "/gdpr-delete";

    private final FakeHubspot hubspot = new FakeHubspot();
    private final HubspotDestination destination = hubspot.open();

    @AfterEach
    void close() {
        destination.close();
        hubspot.close();
    }

    @Test
    void a_person_is_erased_by_record_id_where_it_is_known_and_else_by_address() {
        hubspot.post(ERASE, 204, "");

        var outcomes = erase(
                subject(Map.of("email", " Max@Example.com")),
                subject(Map.of("hubspot_id", "101", "email", "eva@example.com")),
                subject(Map.of("phone", "+49 170 1234567")));

        assertThat(outcomes.subList(0, 2)).containsOnly(new Outcome.Accepted(""));
        assertThat(((Outcome.Rejected) outcomes.get(2)).problem().code()).isEqualTo(ProblemCode.IDENTIFIER_MISSING);
        assertThat(hubspot.requests()).hasSize(2);
        assertThat(hubspot.jsonBody(0)).isEqualTo(parse("{\"objectId\":\"max@example.com\",\"idProperty\":\"email\"}"));
        assertThat(hubspot.jsonBody(1)).isEqualTo(parse("{\"objectId\":\"101\"}"));
    }

    @Test
    void whoever_is_not_there_is_erased_and_an_address_that_is_not_there_is_not() {
        hubspot.post(ERASE, 404, "{\"category\":\"OBJECT_NOT_FOUND\"}");
        assertThat(erase(subject(Map.of("email", "max@example.com")))).containsExactly(new Outcome.Accepted(""));

        hubspot.post(ERASE, 404, "<html>");
        assertThatThrownBy(() -> erase(subject(Map.of("email", "max@example.com"))))
                .hasMessageStartingWith("INVALID_SETTING");
    }

    @Test
    void when_the_second_cannot_be_erased_the_first_is_not_forgotten() {
        hubspot.post(ERASE, 204, "");
        hubspot.stubFor(post(ERASE)
                .withRequestBody(matchingJsonPath("$[?(@.objectId == 'eva@example.com')]"))
                .willReturn(json(503, "")));

        var outcomes = erase(subject(Map.of("email", "max@example.com")), subject(Map.of("email", "eva@example.com")));

        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted(""));
        assertThat(((Outcome.Retry) outcomes.get(1)).problem().code()).isEqualTo(ProblemCode.UNAVAILABLE);
    }

    private List<Outcome> erase(SubjectKeys... subjects) {
        return ((BatchResult.Done) destination.audiences().erase(List.of(subjects))).outcomes();
    }

    private static SubjectKeys subject(Map<String, String> identifiers) {
        return new SubjectKeys("p", identifiers);
    }
}
