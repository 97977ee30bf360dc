// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

import io.kohorte.spi.Limits;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.BaseUrl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of {@code settings.schema.json}, with their defaults.
 *
 * @param eventsUrl of the pod, with the version of the interface, without a slash at its end
 * @param input key and secret of the custom feed, as a header
 * @param dataPlan to hold what is sent against
 * @param gdprPurposes consent of Kohorte to purpose of mParticle
 * @param ccpaConsent consent of Kohorte whose refusal is the opt-out of the sale of data
 * @param usageStop percentage of a limit at which syncs pause
 * @param dsrUrl of data subject requests, with the version
 * @param workspace key and secret of the workspace, as a header; empty without erasure
 * @param customerIdNamespace what Kohorte calls the identity that mParticle knows as customer id
 * @param webhookAuthorization what the webhook output shows in its header
 * @param conversionEvents names of custom events that come back
 */
record MparticleSettings(
        String eventsUrl,
        Secret input,
        String environment,
        Optional<DataPlan> dataPlan,
        String defaultRegion,
        Map<String, String> gdprPurposes,
        Optional<String> ccpaConsent,
        int usageStop,
        Duration timeout,
        int requestsPerMinute,
        int concurrency,
        String dsrUrl,
        Optional<Secret> workspace,
        String regulation,
        boolean skipWaitingPeriod,
        String customerIdNamespace,
        Optional<Secret> webhookAuthorization,
        List<String> conversionEvents,
        String currency) {

    /** https://docs.mparticle.com/guides/default-service-limits: batches a request, one user each. */
    static final int USERS_PER_REQUEST = 100;

    /** A request takes 256 kB; a margin is left, since nobody says how they are counted. */
    static final int REQUEST_BYTES = 240_000;

    /** A batch takes 128 kB. */
    static final int BATCH_BYTES = 128_000;

    /** @param version the newest when empty */
    record DataPlan(String id, Optional<Integer> version) {}

    static MparticleSettings of(Settings settings) {
        return new MparticleSettings(
                BaseUrl.of(settings.text("eventsUrl")),
                Secret.basic(settings.text("key"), settings.text("secret")),
                settings.text("environment", "production"),
                settings.optionalText("dataPlanId")
                        .map(id -> new DataPlan(
                                id,
                                settings.optionalText("dataPlanVersion")
                                        .map(version -> settings.number("dataPlanVersion", 1)))),
                settings.text("defaultRegion", ""),
                settings.pairs("gdprPurposes"),
                settings.optionalText("ccpaConsent"),
                settings.number("usageStop", 95),
                Duration.ofSeconds(settings.number("timeoutSeconds", 30)),
                settings.number("requestsPerMinute", 160),
                settings.number("concurrency", 2),
                BaseUrl.of(settings, "dsrUrl", "https://opendsr.mparticle.com/v3"),
                settings.optionalText("workspaceSecret")
                        .map(secret -> Secret.basic(settings.text("workspaceKey", ""), secret)),
                settings.text("regulation", "gdpr"),
                settings.flag("skipWaitingPeriod", false),
                settings.text("customerIdNamespace", "external_id"),
                settings.optionalText("webhookAuthorization").map(Secret::new),
                settings.texts("conversionEvents"),
                settings.text("currency", "EUR"));
    }

    static Limits widest() {
        return new Limits(USERS_PER_REQUEST, REQUEST_BYTES, 6_000, Duration.ofMinutes(1), 16);
    }

    Limits limits() {
        return new Limits(USERS_PER_REQUEST, REQUEST_BYTES, requestsPerMinute, Duration.ofMinutes(1), concurrency);
    }
}
