// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.HttpCall;
import java.util.List;

/** Tries settings: whose account the token opens, and whether the app may read what syncs and feedback need. */
record Probe(HubspotApi api, Settings settings) {

    List<SettingProblem> problems() {
        try {
            var account = api.expect(api.get(api.version().account()).build());
            var portal = account.json().path("portalId").asText("");
            if (portal.isEmpty()) {
                throw account.badResponse("without the id of the account");
            }
            if (!portal.equals(settings.text("portalId").strip())) {
                return List.of(new SettingProblem(
                        "/portalId",
                        Problem.of(
                                ProblemCode.INVALID_SETTING,
                                "These credentials belong to another HubSpot account than this one.")));
            }
            api.expect(api.get(api.version().objects("contacts?limit=1")).build());
            api.expect(firstOf("/search"));
            if (settings.flag("deals", true)) {
                api.expect(api.get(api.version().objects("deals?limit=1")).build());
            }
            return List.of();
        } catch (ConnectorException failure) {
            return List.of(new SettingProblem(pointer(failure.problem()), failure.problem()));
        }
    }

    private HttpCall firstOf(String lists) {
        return api.post(api.version().lists(lists))
                .json(Json.mapper().createObjectNode().put("count", 1))
                .idempotent()
                .build();
    }

    /** The setting a person would look at first. */
    private String pointer(Problem problem) {
        return switch (problem.code()) {
            case CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED, NOT_PERMITTED -> api.credentials();
            case VERSION_RETIRED, INVALID_SETTING, AUDIENCE_GONE ->
                problem.vendorCode().equals("404") || problem.code() == ProblemCode.VERSION_RETIRED
                        ? "/apiVersion"
                        : "/baseUrl";
            case CONNECTION, TIMEOUT -> "/baseUrl";
            default -> "";
        };
    }
}
