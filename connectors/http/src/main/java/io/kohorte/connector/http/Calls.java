// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Requests to one API, signed in. */
final class Calls {

    private final Settings settings;
    private final SafeHttp http;
    private final SignIn signIn;

    Calls(Settings settings, SafeHttp http, SignIn signIn) {
        this.settings = settings;
        this.http = http;
        this.signIn = signIn;
    }

    /** The first name in the address or the headers that has no value. */
    Optional<String> missing(HttpApi api, Operation operation, Scope scope) {
        return Stream.concat(Stream.of(operation.path()), api.headers().values().stream())
                .flatMap(template -> template.missing(scope).stream())
                .findFirst();
    }

    /** @param scope has a value for everything in the address and the headers */
    HttpCall call(HttpApi api, Operation operation, Scope scope, Optional<JsonNode> body, List<Integer> rows) {
        var url =
                api.baseUrl() + operation.path().fill(scope, Encoding::address).orElseThrow();
        var call =
                switch (operation.method()) {
                    case "PUT" -> http.put(url);
                    case "PATCH" -> http.patch(url);
                    case "DELETE" -> http.delete(url);
                    default -> http.post(url);
                };
        call.header("accept", "application/json");
        api.headers()
                .forEach((name, value) ->
                        call.header(name, value.fill(scope, Encoding::header).orElseThrow()));
        api.secretHeaders().forEach(call::secret);
        body.ifPresent(node -> call.body(
                settings.text("contentType", api.format().contentType()),
                api.format().bytes(node)));
        if (api.idempotent() || operation.idempotent()) {
            call.idempotent();
        }
        return signIn.on(call).rows(rows).build();
    }

    /** Asks whether the API is there and knows us. */
    HttpCall look(HttpApi api, String path) {
        var call = http.get(api.baseUrl() + path).header("accept", "application/json");
        api.secretHeaders().forEach(call::secret);
        return signIn.on(call).build();
    }

    HttpAnswer send(HttpCall call) {
        return signIn.send(call);
    }
}
