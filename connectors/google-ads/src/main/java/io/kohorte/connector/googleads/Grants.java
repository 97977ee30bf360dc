// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.oauth.ClientCredentials;
import io.kohorte.toolkit.oauth.Grant;
import io.kohorte.toolkit.oauth.JwtBearer;
import io.kohorte.toolkit.oauth.RefreshToken;
import io.kohorte.toolkit.oauth.RsaKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** By what right we call: somebody's consent (refresh token), or a service account that signs for itself. */
final class Grants {

    /** Google takes no statement that lives longer than an hour. */
    private static final Duration STATEMENT = Duration.ofMinutes(50);

    private static final String SEND = "https://www.googleapis.com/auth/datamanager";
    private static final String REPORT = "https://www.googleapis.com/auth/adwords";

    private final Settings settings;
    private final boolean service;

    Grants(Settings settings) {
        this.settings = settings;
        this.service = settings.text("auth", "refresh-token").equals("service-account");
    }

    Grant grant() {
        var tokenUrl = settings.text("tokenUrl", "https://oauth2.googleapis.com/token");
        if (!service) {
            return new RefreshToken(
                    tokenUrl,
                    settings.text("clientId"),
                    new Secret(settings.text("clientSecret")),
                    new Secret(settings.text("refreshToken")),
                    ClientCredentials.Style.FORM,
                    Map.of());
        }
        var scope = settings.optionalText("developerToken").isPresent() ? SEND + " " + REPORT : SEND;
        return new JwtBearer(
                tokenUrl,
                key(),
                Map.of("iss", settings.text("serviceAccount"), "scope", scope, "aud", tokenUrl),
                STATEMENT);
    }

    private RsaKey key() {
        return new RsaKey(new Secret(settings.text("privateKey")));
    }

    /** What is missing or unusable before anybody is asked. */
    Optional<SettingProblem> problem() {
        var needed =
                service ? List.of("serviceAccount", "privateKey") : List.of("clientId", "clientSecret", "refreshToken");
        return needed.stream()
                .filter(name -> settings.optionalText(name).isEmpty())
                .findFirst()
                .map(name -> new SettingProblem(
                        "/" + name, Problem.of(ProblemCode.INVALID_SETTING, "This is needed for the chosen access.")))
                .or(() -> service
                        ? key().problem().map(problem -> new SettingProblem("/privateKey", problem))
                        : Optional.empty());
    }

    /** The setting behind an error of the token endpoint. */
    String pointer(String error) {
        if (service) {
            return error.equals("invalid_grant") ? "/privateKey" : "/serviceAccount";
        }
        return error.equals("invalid_client") ? "/clientSecret" : "/refreshToken";
    }
}
