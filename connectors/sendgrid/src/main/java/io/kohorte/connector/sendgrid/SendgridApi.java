// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.BadResponse;
import io.kohorte.toolkit.http.BaseUrl;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.Pause;
import io.kohorte.toolkit.http.SafeHttp;

/** The API of one region. All requests may be sent twice. */
final class SendgridApi implements AutoCloseable {

    private static final Problem NOTHING_LEFT =
            Problem.of(ProblemCode.RATE_LIMITED, "SendGrid takes no more requests until its window ends.");

    private final SafeHttp http;
    private final Pause pause;
    private final Misses misses;
    private final String root;
    private final Secret credentials;

    SendgridApi(Settings settings, ConnectorContext context) {
        root = BaseUrl.of(settings, "url", "https://api.sendgrid.com") + "/" + settings.text("apiVersion", "v3");
        credentials = new Secret("Bearer " + settings.text("apiKey").strip());
        var account = new Account(root, settings.text("account", ""));
        pause = context.shared(account, Pause.class, () -> new Pause(context.clock()));
        misses = context.shared(account, Misses.class, () -> new Misses(context.clock()));
        http = new SafeHttp(context, HttpBounds.of(settings, 60));
    }

    /** What stands for the account, of which all destinations share one window and one memory. */
    private record Account(String root, String name) {}

    /** Who of the account was searched for in vain. */
    Misses misses() {
        return misses;
    }

    HttpCall.Builder get(String path) {
        return authorised(http.get(root + path));
    }

    HttpCall.Builder post(String path) {
        return authorised(http.post(root + path));
    }

    HttpCall.Builder put(String path) {
        return authorised(http.put(root + path));
    }

    HttpCall.Builder delete(String path) {
        return authorised(http.delete(root + path));
    }

    /**
     * Whatever the status. With each answer SendGrid tells how many requests are left, and when the window ends.
     *
     * @throws ConnectorException {@code RATE_LIMITED} while none is left
     */
    HttpAnswer send(HttpCall call) {
        pause.check(NOTHING_LEFT);
        var answer = http.send(call);
        if (answer.header("x-ratelimit-remaining").orElse("").strip().equals("0")) {
            answer.untilEpoch("x-ratelimit-reset").ifPresent(pause::begin);
        }
        return answer;
    }

    /** @throws ConnectorException for every answer outside 200–299, and for one that is not JSON */
    JsonNode expect(HttpCall call) {
        var answer = send(call);
        if (!answer.successful()) {
            throw Refusals.of(call, answer);
        }
        return answer.json();
    }

    /** The job that goes on from here. */
    String expectJob(HttpCall call) {
        return text(expect(call), "job_id");
    }

    /** A text that cannot be absent. */
    static String text(JsonNode answer, String field) {
        var value = answer.path(field);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw badAnswer("without " + field);
        }
        return value.asText();
    }

    static ConnectorException badAnswer(String how) {
        return BadResponse.of("SendGrid", how);
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpCall.Builder authorised(HttpCall.Builder call) {
        return call.header("accept", "application/json")
                .secret("authorization", credentials)
                .idempotent();
    }
}
