// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Destination;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.SafeHttp;
import java.time.Duration;

/** One API. */
final class HttpDestination implements Destination {

    private final Settings settings;
    private final SafeHttp http;
    private final Calls calls;

    HttpDestination(Settings settings, ConnectorContext context) {
        this.settings = settings;
        this.http = new SafeHttp(context, HttpBounds.of(settings, 30));
        this.calls = new Calls(settings, http, new SignIn(settings, http, context));
    }

    /** The lightest call. Without a path of its own, whatever answers at the base address will do, unless it refuses us. */
    void look() {
        var api = HttpApi.of(settings);
        var path = settings.optionalText("checkPath");
        var call = calls.look(api, path.orElse(""));
        var answer = calls.send(call);
        var fine =
                switch (answer.status()) {
                    case 400, 404, 405, 406, 415, 422 -> path.isEmpty();
                    default -> answer.successful();
                };
        if (!fine) {
            throw api.rules().statuses().refusal(call, answer);
        }
    }

    /** The narrowest there are while the settings describe no usable request: each batch then says what is wrong. */
    @Override
    public Limits limits() {
        try {
            return HttpApi.of(settings).limits();
        } catch (ConnectorException mistake) {
            return new Limits(1, 1 << 10, 1, Duration.ofMinutes(1), 1);
        }
    }

    @Override
    public AudienceWriter audiences() {
        return new HttpWriter(settings, calls);
    }

    @Override
    public void close() {
        http.close();
    }
}
