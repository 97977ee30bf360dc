// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.klaviyo.FakeKlaviyo.audience;
import static io.kohorte.connector.klaviyo.FakeKlaviyo.collection;
import static io.kohorte.connector.klaviyo.FakeKlaviyo.job;
import static io.kohorte.tck.Batches.batch;
import static io.kohorte.tck.Batches.outcomes;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is asked to get mail: only who agreed, and only where it is wanted. */
final class SubscriptionsTest {

    private static final RemoteAudience LIST =
            audience(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of());
    private static final String JOBS = "/api/profile-bulk-import-jobs";

    private final FakeKlaviyo klaviyo = new FakeKlaviyo();
    private final KlaviyoDestination destination = klaviyo.open(Map.of());

    @AfterEach
    void close() {
        destination.close();
        klaviyo.close();
    }

    @Test
    void nobody_is_subscribed_unless_asked_for_and_then_only_who_agreed() {
        var yes = person("yes@example.com", Map.of("marketing", true));
        var no = person("no@example.com", Map.of("marketing", true, "email", false));
        var never = person("never@example.com", Map.of());
        var byDefault = destination.audiences().preview(LIST, batch(yes, no, never));
        assertThat(byDefault.requests().toString()).doesNotContain("subscription");

        var subscribing = audience(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("subscribe", true));
        var requests = destination
                .audiences()
                .preview(subscribing, batch(yes, no, never))
                .requests();
        assertThat(requests.get(0).url()).endsWith("/api/profile-subscription-bulk-create-jobs");
        assertThat(requests.get(0).rows()).containsExactly(0);
        assertThat(requests.get(0).body())
                .isEqualTo("{\"data\":{\"type\":\"profile-subscription-bulk-create-job\",\"attributes\":{"
                        + "\"custom_source\":\"Kohorte\",\"profiles\":{\"data\":[{\"type\":\"profile\",\"attributes\":{"
                        + "\"email\":\"yes@example.com\",\"subscriptions\":{\"email\":{\"marketing\":{\"consent\":\"SUBSCRIBED\"}}}}}]}},"
                        + "\"relationships\":{\"list\":{\"data\":{\"type\":\"list\",\"id\":\"VRgFBd\"}}}}}");
        assertThat(requests.get(1).rows()).as("all are on the list").containsExactly(0, 1, 2);
    }

    @Test
    void an_update_subscribes_the_profiles_it_found_and_creates_nobody_by_subscribing() {
        klaviyo.answer(
                get(urlPathEqualTo("/api/profiles")),
                200,
                collection("{\"type\":\"profile\",\"id\":\"01A\",\"attributes\":{\"email\":\"there@example.com\"}}"));
        klaviyo.answer(post(urlPathEqualTo("/api/profile-subscription-bulk-create-jobs")), 202, "");
        klaviyo.answer(post(urlPathEqualTo(JOBS)), 202, job("j", "queued", 0));
        klaviyo.answer(get(urlPathEqualTo(JOBS + "/j")), 200, job("j", "complete", 0));
        var update =
                audience(SyncMode.UPDATE, DeleteBehaviour.NOTHING, Map.of("writeTo", "profiles", "subscribe", true));
        var changes = batch(
                person("missing@example.com", Map.of("marketing", true)),
                person("there@example.com", Map.of("marketing", true)));

        var pending = (BatchResult.Pending) destination.audiences().write(update, changes);
        var outcomes = outcomes(destination.audiences().poll(pending.ticket()));

        assertThat(klaviyo.body(1))
                .isEqualTo("{\"data\":{\"type\":\"profile-subscription-bulk-create-job\",\"attributes\":{"
                        + "\"custom_source\":\"Kohorte\",\"profiles\":{\"data\":[{\"type\":\"profile\",\"id\":\"01A\","
                        + "\"attributes\":{\"email\":\"there@example.com\","
                        + "\"subscriptions\":{\"email\":{\"marketing\":{\"consent\":\"SUBSCRIBED\"}}}}}]}}}}");
        assertThat(((Outcome.Rejected) outcomes.get(0)).problem().code()).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Accepted.class);
        assertThat(klaviyo.asked())
                .as("found, subscribed, imported, looked after: no other way to be created")
                .hasSize(4);
    }

    @Test
    void an_update_that_finds_nobody_subscribes_nobody() {
        klaviyo.answer(get(urlPathEqualTo("/api/profiles")), 200, collection());
        var update = audience(SyncMode.UPDATE, DeleteBehaviour.NOTHING, Map.of("subscribe", true));

        destination.audiences().write(update, batch(person("missing@example.com", Map.of("marketing", true))));

        assertThat(klaviyo.requests()).hasSize(1);
    }

    private static MemberChange person(String email, Map<String, Boolean> grants) {
        return new MemberChange(
                Kind.ADD, new SubjectKeys("p-" + email, Map.of("email", email)), Map.of(), new Consent(grants));
    }
}
