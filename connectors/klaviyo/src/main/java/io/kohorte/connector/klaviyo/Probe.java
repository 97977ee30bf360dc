// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tries the settings: whose key it is, and whether it may read what it must. What it may write cannot be tried without
 * writing.
 */
final class Probe {

    private final KlaviyoApi api;
    private final Settings settings;

    Probe(KlaviyoApi api, Settings settings) {
        this.api = api;
        this.settings = settings;
    }

    List<SettingProblem> problems() {
        try {
            var owner = owner();
            if (!owner.equals(settings.text("account"))) {
                var other = "This key belongs to another account than the one named here.";
                return List.of(new SettingProblem("/account", Problem.of(ProblemCode.INVALID_SETTING, other)));
            }
        } catch (ConnectorException failure) {
            return List.of(problem(failure.problem(), "accounts:read"));
        }
        for (var needed : needed().entrySet()) {
            try {
                JsonApi.data(api.expect(api.get(needed.getValue()).build()));
            } catch (ConnectorException failure) {
                return List.of(problem(failure.problem(), needed.getKey()));
            }
        }
        return List.of();
    }

    /** An account's id is its public key. */
    private String owner() {
        var accounts = JsonApi.data(api.expect(
                api.get("/api/accounts?fields[account]=public_api_key").build()));
        return accounts.isEmpty() ? "" : JsonApi.id(accounts.get(0));
    }

    /** Scopes to the lightest request that needs them. */
    private static Map<String, String> needed() {
        var requests = new LinkedHashMap<String, String>();
        requests.put("lists:read", "/api/lists?fields[list]=name&page[size]=1");
        requests.put("profiles:read", "/api/profiles?fields[profile]=created&page[size]=1");
        requests.put("metrics:read", "/api/metrics?fields[metric]=name");
        requests.put("events:read", "/api/events?fields[event]=datetime&page[size]=1");
        return requests;
    }

    /** Points at the setting a person would look at first. */
    private static SettingProblem problem(Problem problem, String scope) {
        return switch (problem.code()) {
            case CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED -> new SettingProblem("/apiKey", problem);
            case NOT_PERMITTED ->
                new SettingProblem(
                        "/apiKey",
                        Problem.of(ProblemCode.NOT_PERMITTED, "The key lacks the scope " + scope + ".")
                                .vendor(problem.vendorCode()));
            case VERSION_RETIRED -> new SettingProblem("/revision", problem);
            case BATCH_REFUSED ->
                new SettingProblem(
                        "/revision",
                        Problem.of(
                                        ProblemCode.INVALID_SETTING,
                                        "Klaviyo does not understand requests of this revision.")
                                .vendor(problem.vendorCode()));
            case INVALID_SETTING, AUDIENCE_GONE, CONNECTION, TIMEOUT, UNAVAILABLE, BAD_RESPONSE ->
                new SettingProblem("/baseUrl", problem);
            default -> new SettingProblem("", problem);
        };
    }
}
