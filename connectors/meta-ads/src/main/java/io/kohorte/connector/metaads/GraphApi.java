// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.metaads;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.BaseUrl;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The Graph API of one ad account, called with the token of a system user. Where the app's secret is known, each call
 * proves it ({@code appsecret_proof}), so that a stolen token alone is worth nothing.
 */
final class GraphApi implements AutoCloseable {

    private final SafeHttp http;
    private final Secret authorization;
    private final Optional<Secret> proof;
    private final Usage usage;
    private final GraphErrors errors;
    private final String root;
    private final String account;

    /** What destinations of one account share. */
    private record AccountKey(String connector, String root, String account) {}

    GraphApi(Settings settings, ConnectorContext context) {
        var token = settings.text("accessToken");
        root = BaseUrl.of(settings, "url", "https://graph.facebook.com") + "/" + settings.text("apiVersion", "v25.0")
                + "/";
        account = "act_" + settings.text("adAccountId").replaceFirst("^act_", "");
        authorization = new Secret("Bearer " + token);
        proof = settings.optionalText("appSecret").map(secret -> proof(secret, token));
        errors = new GraphErrors(termsSentence());
        usage = context.shared(
                new AccountKey(MetaAdsConnector.ID, root, account),
                Usage.class,
                () -> new Usage(context.clock(), settings.number("usageStop", 95)));
        http = new SafeHttp(context, HttpBounds.of(settings, 60));
    }

    /** Node of the ad account: {@code act_516848833}. */
    String account() {
        return account;
    }

    /** What to do about terms nobody has accepted; Meta gives this address in its own error. */
    String termsSentence() {
        return "The terms of Custom Audiences are not accepted: do so at https://www.facebook.com/customaudiences/app/tos/?act="
                + account.substring("act_".length());
    }

    HttpCall.Builder get(String path) {
        return authorised(http.get(root + path));
    }

    HttpCall.Builder post(String path) {
        return authorised(http.post(root + path));
    }

    HttpCall.Builder delete(String path) {
        return authorised(http.delete(root + path));
    }

    /**
     * Sends a call.
     *
     * @return an answer from 200 to 299
     * @throws io.kohorte.spi.ConnectorException for every other answer, and while the account has used up its share
     */
    HttpAnswer send(HttpCall call) {
        usage.check();
        var answer = http.send(call);
        var regain = usage.observe(answer);
        if (!answer.successful()) {
            throw errors.of(call, answer, regain);
        }
        return answer;
    }

    JsonNode expect(HttpCall.Builder call) {
        return send(call.build()).json();
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpCall.Builder authorised(HttpCall.Builder call) {
        proof.ifPresent(value -> call.secretParameter("appsecret_proof", value));
        return call.header("accept", "application/json").secret("authorization", authorization);
    }

    /** Hexadecimal HMAC-SHA256 of the token under the app's secret. */
    private static Secret proof(String appSecret, String token) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(appSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return new Secret(HexFormat.of().formatHex(mac.doFinal(token.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every Java has HMAC-SHA256", impossible);
        }
    }
}
