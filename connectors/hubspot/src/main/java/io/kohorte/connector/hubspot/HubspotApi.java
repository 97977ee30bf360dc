// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.http.BaseUrl;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;

/** The CRM API of one account: addresses, tokens, the daily limit, and what its errors mean. */
final class HubspotApi implements AutoCloseable {

    private final SafeHttp http;
    private final DailyLimit daily;
    private final String host;
    private final ApiVersion version;
    private final Authority authority;

    HubspotApi(Settings settings, ConnectorContext context) {
        host = BaseUrl.of(settings, "baseUrl", "https://api.hubapi.com");
        version = new ApiVersion(settings.text("apiVersion", "2026-09"));
        http = new SafeHttp(context, HttpBounds.of(settings, 30));
        var stop = settings.number("dailyUsageStop", 95);
        daily = context.shared(
                new Account(host, settings.text("portalId"), stop),
                DailyLimit.class,
                () -> new DailyLimit(context.clock(), stop));
        authority = Authority.of(settings, host, http, context);
    }

    /** An account that is to be left in peace from this percentage on. */
    private record Account(String host, String portalId, int stop) {}

    ApiVersion version() {
        return version;
    }

    /** The setting to look at when HubSpot does not let us in. */
    String credentials() {
        return authority.pointer();
    }

    HttpCall.Builder get(String path) {
        return authorised(http.get(host + path));
    }

    HttpCall.Builder post(String path) {
        return authorised(http.post(host + path));
    }

    HttpCall.Builder put(String path) {
        return authorised(http.put(host + path));
    }

    HttpCall.Builder delete(String path) {
        return authorised(http.delete(host + path));
    }

    /**
     * Sends a call.
     *
     * @throws io.kohorte.spi.ConnectorException when there is no answer, or while the daily requests are nearly spent
     */
    HttpAnswer ask(HttpCall call) {
        daily.check();
        var answer = authority.send(call);
        daily.observe(answer);
        return answer;
    }

    /**
     * As {@link #ask}.
     *
     * @throws io.kohorte.spi.ConnectorException also for every answer outside 200–299
     */
    HttpAnswer expect(HttpCall call) {
        var answer = ask(call);
        if (!answer.successful()) {
            throw RequestErrors.of(call, answer);
        }
        return answer;
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpCall.Builder authorised(HttpCall.Builder call) {
        return authority.authorise(call.header("accept", "application/json"));
    }
}
