// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.tealium;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/** The Collect HTTP API: version 3 with a token at the host of the region, or the open one. */
final class Collect {

    private final TealiumSettings settings;
    private final SafeHttp http;
    private final Session session;

    Collect(TealiumSettings settings, SafeHttp http, Session session) {
        this.settings = settings;
        this.http = http;
        this.session = session;
    }

    /** As it is shown: the host is known when Tealium has told it. */
    HttpCall planned(byte[] body, List<Integer> rows) {
        return settings.authenticated()
                ? authenticated(settings.collectUrl().orElse("https://{host}"), "***", body, rows)
                : open(body, rows);
    }

    /** One outcome per row: all that Tealium says is that it took the request. */
    List<Outcome> send(byte[] body, List<Integer> rows) {
        var answer = settings.authenticated()
                ? session.send(
                        token -> authenticated(token.host(), token.value().reveal(), body, rows))
                : http.send(open(body, rows));
        if (!answer.successful()) {
            return List.of(ErrorTable.STANDARD.refusedRow(planned(body, rows), answer));
        }
        if (!took(answer)) {
            throw answer.badResponse("with something else than Tealium does");
        }
        return Collections.nCopies(rows.size(), new Outcome.Accepted(""));
    }

    /** A success has no body; a page, or JSON that breaks off, comes from something else than Tealium. */
    private static boolean took(HttpAnswer answer) {
        return !answer.hasBody() || answer.maybeJson().isPresent();
    }

    private HttpCall authenticated(String host, String token, byte[] body, List<Integer> rows) {
        return http.post(host + "/v3/collect/bulk-event")
                .secret("authorization", new Secret("Bearer " + token))
                .body("application/json", body)
                .rows(rows)
                .idempotent()
                .build();
    }

    private HttpCall open(byte[] body, List<Integer> rows) {
        return http.post(settings.collectUrl().orElse(TealiumSettings.OPEN_COLLECT) + "/bulk-event")
                .body("application/json", body)
                .rows(rows)
                .idempotent()
                .build();
    }

    /**
     * A token proves account, profile, user and key. The open API proves nothing, so it gets an event of no visitor.
     *
     * @throws ConnectorException why it does not work
     */
    void probe() {
        if (settings.authenticated()) {
            session.current();
            return;
        }
        var event = Json.mapper()
                .createObjectNode()
                .put("tealium_account", settings.account())
                .put("tealium_profile", settings.profile())
                .put("tealium_event", "kohorte_check")
                .put("tealium_environment", "dev");
        settings.dataSource().ifPresent(key -> event.put("tealium_datasource", key));
        var url = settings.collectUrl().orElse(TealiumSettings.OPEN_COLLECT) + "/event";
        var call = http.post(url)
                .body("application/json", event.toString().getBytes(StandardCharsets.UTF_8))
                .idempotent()
                .build();
        var answer = http.send(call);
        if (!answer.successful()) {
            throw ErrorTable.STANDARD.refusal(call, answer);
        }
        if (!took(answer)) {
            throw answer.badResponse("with something else than Tealium does");
        }
    }
}
