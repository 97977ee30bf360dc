// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

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
import io.kohorte.toolkit.http.SafeHttp;
import java.util.Optional;
import java.util.regex.Pattern;

/** The Marketing API of one data centre: addresses and credentials. All requests may be sent twice. */
final class MailchimpApi implements AutoCloseable {

    /** An API key ends in its data centre, for example {@code -us21}; an OAuth token does not. */
    private static final Pattern API_KEY = Pattern.compile(".+-([a-z]{2,5}[0-9]{1,4})");

    /** Mailchimp does not read the user name. */
    private static final String ANY_USER = "kohorte";

    private final SafeHttp http;
    private final Optional<String> host;
    private final String version;
    private final String listId;
    private final Secret credentials;

    MailchimpApi(Settings settings, ConnectorContext context) {
        var key = settings.text("apiKey").strip();
        var parts = API_KEY.matcher(key);
        var centre = parts.matches() ? Optional.of(parts.group(1)) : Optional.<String>empty();
        host = settings.optionalText("url")
                .map(BaseUrl::of)
                .or(() -> centre.map(name -> "https://" + name + ".api.mailchimp.com"));
        version = settings.text("apiVersion", "3.0");
        listId = settings.text("listId");
        credentials = centre.isPresent() ? Secret.basic(ANY_USER, key) : new Secret("Bearer " + key);
        http = new SafeHttp(context, HttpBounds.of(settings, 60));
    }

    String listId() {
        return listId;
    }

    /** A path below the audience. */
    String list(String path) {
        return "/lists/" + listId + path;
    }

    HttpCall.Builder get(String path) {
        return authorised(http.get(url(path)));
    }

    HttpCall.Builder post(String path) {
        return authorised(http.post(url(path)));
    }

    HttpCall.Builder put(String path) {
        return authorised(http.put(url(path)));
    }

    HttpCall.Builder patch(String path) {
        return authorised(http.patch(url(path)));
    }

    HttpCall.Builder delete(String path) {
        return authorised(http.delete(url(path)));
    }

    /** Whatever the status. */
    HttpAnswer send(HttpCall call) {
        return http.send(call);
    }

    /**
     * What lies at an address that Mailchimp gave us, on machines that are not its own: our credentials stay here.
     *
     * @throws ConnectorException also for an address that may not be called
     */
    HttpAnswer fetch(String address) {
        return http.send(http.get(address).idempotent().build());
    }

    /** The path below the version, and what follows it, of an address of ours. */
    String path(String address) {
        return address.substring(url("").length());
    }

    static ConnectorException badAnswer(String how) {
        return BadResponse.of("Mailchimp", how);
    }

    /** @throws ConnectorException for every answer outside 200–299, and for one that is not JSON */
    JsonNode expect(HttpCall call) {
        var answer = http.send(call);
        if (!answer.successful()) {
            throw Refusals.of(call, answer);
        }
        return answer.json();
    }

    @Override
    public void close() {
        http.close();
    }

    private String url(String path) {
        return host.map(root -> root + "/" + version + path)
                .orElseThrow(() -> new ConnectorException(Problem.of(
                        ProblemCode.INVALID_SETTING,
                        "The key does not end in a data centre such as -us21: enter the address of the API, too.")));
    }

    private HttpCall.Builder authorised(HttpCall.Builder call) {
        return call.header("accept", "application/json")
                .secret("authorization", credentials)
                .idempotent();
    }
}
