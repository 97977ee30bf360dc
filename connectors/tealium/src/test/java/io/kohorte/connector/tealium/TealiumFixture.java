// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.tealium;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.Destination;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Preview;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.toolkit.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A fake Tealium, and what tests ask of it. */
abstract class TealiumFixture {

    @RegisterExtension
    static final WireMockExtension TEALIUM = WireMockExtension.newInstance().build();

    static final AudienceSpec MIRROR = Samples.audience(DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of());

    static void answers(String body) {
        TEALIUM.stubFor(post(anyUrl()).willReturn(aResponse().withBody(body)));
        TEALIUM.stubFor(
                post(urlMatching("/v3/auth/.*")).willReturn(token("t-1", "eu-central-1-platform.tealiumapis.com")));
    }

    static ResponseDefinitionBuilder token(String token, String host) {
        return aResponse().withBody("{\"token\":\"" + token + "\",\"host\":\"" + host + "\"}");
    }

    static Destination open(Map<String, ?> more, ConnectorContext surroundings) {
        return new TealiumConnector().open(Samples.settings(TEALIUM.baseUrl(), more), surroundings);
    }

    static BatchResult write(Destination destination) {
        return destination
                .audiences()
                .write(new RemoteAudience(MIRROR, "any"), Samples.batch(Samples.max(MemberChange.Kind.ADD)));
    }

    static ConnectorException refusal(Destination destination) {
        var two = new Batch(
                "batch-17",
                Samples.NOW,
                List.of(Samples.max(MemberChange.Kind.ADD), Samples.person(MemberChange.Kind.ADD, 1)));
        var refusal = catchThrowableOfType(
                ConnectorException.class, () -> destination.audiences().write(new RemoteAudience(MIRROR, "any"), two));
        assertThat(refusal).as("writing fails").isNotNull();
        return refusal;
    }

    static Preview preview(AudienceSpec spec, Map<String, ?> settings, MemberChange... changes) {
        try (var destination = open(settings, Samples.context())) {
            return destination.audiences().preview(RemoteAudience.planned(spec), Samples.batch(changes));
        }
    }

    static JsonNode body(Preview preview) {
        return Json.read(preview.requests().get(0).body().getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
    }
}
