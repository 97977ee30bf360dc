// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.Problem;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.BaseUrl;
import io.kohorte.toolkit.oauth.ClientCredentials;
import io.kohorte.toolkit.oauth.Grant;
import io.kohorte.toolkit.oauth.JwtBearer;
import io.kohorte.toolkit.oauth.RefreshToken;
import io.kohorte.toolkit.oauth.RsaKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The ways to sign in: as the app, as a user who approved it once, or as a user by a key. */
final class SignIn {

    static final String JWT = "jwt";
    static final String REFRESH = "refresh";

    /** Salesforce takes statements that end within three minutes or so (from memory: five at most). */
    private static final Duration STATEMENT = Duration.ofMinutes(3);

    private SignIn() {}

    /** My Domain gives tokens for every grant, so that secrets go to one address only. */
    static Grant grant(Settings settings, String host) {
        var tokenUrl = host + "/services/oauth2/token";
        var clientId = settings.text("clientId");
        return switch (way(settings)) {
            case JWT ->
                new JwtBearer(
                        tokenUrl,
                        key(settings),
                        Map.of(
                                "iss",
                                clientId,
                                "sub",
                                settings.text("username"),
                                "aud",
                                BaseUrl.of(settings, "loginUrl", "https://login.salesforce.com")),
                        STATEMENT);
            case REFRESH ->
                new RefreshToken(
                        tokenUrl,
                        clientId,
                        new Secret(settings.text("clientSecret")),
                        new Secret(settings.text("refreshToken")),
                        ClientCredentials.Style.FORM,
                        Map.of());
            default ->
                new ClientCredentials(
                        tokenUrl,
                        clientId,
                        new Secret(settings.text("clientSecret")),
                        ClientCredentials.Style.BASIC,
                        Map.of());
        };
    }

    /** What is wrong with the key before anybody is asked. */
    static Optional<Problem> keyProblem(Settings settings) {
        return way(settings).equals(JWT) ? key(settings).problem() : Optional.empty();
    }

    /** The setting a person would look at first when there is no token. */
    static String pointer(Settings settings, Problem problem) {
        return switch (problem.code()) {
            case CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED ->
                switch (problem.vendorCode()) {
                    case "invalid_client" -> way(settings).equals(JWT) ? "/clientId" : "/clientSecret";
                    case "invalid_grant" ->
                        switch (way(settings)) {
                            case JWT -> "/username";
                            case REFRESH -> "/refreshToken";
                            default -> "/clientId";
                        };
                    default -> "/clientId";
                };
            case INVALID_SETTING, CONNECTION, TIMEOUT -> "/instanceUrl";
            default -> "";
        };
    }

    private static RsaKey key(Settings settings) {
        return new RsaKey(new Secret(settings.text("privateKey")));
    }

    private static String way(Settings settings) {
        return settings.text("auth", "client_credentials");
    }
}
