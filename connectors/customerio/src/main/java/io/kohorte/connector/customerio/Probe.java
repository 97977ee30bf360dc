// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import java.util.ArrayList;
import java.util.List;

/** Tries both keys. Customer.io names the region of a site to whoever asks, in either region. */
final class Probe {

    private final CustomerIoApi api;
    private final Settings settings;

    Probe(CustomerIoApi api, Settings settings) {
        this.api = api;
        this.settings = settings;
    }

    List<SettingProblem> problems() {
        var problems = new ArrayList<SettingProblem>();
        try {
            var region = api.expect(api.trackGet("/api/v1/accounts/region").build())
                    .path("region")
                    .asText("");
            var chosen = settings.text("region", "us");
            if (!region.isEmpty() && !region.equals(chosen)) {
                problems.add(new SettingProblem(
                        "/region", Problem.of(ProblemCode.INVALID_SETTING, "This workspace is in the other region.")));
            }
        } catch (ConnectorException failure) {
            problems.add(problem(failure.problem(), "/trackApiKey", "/trackUrl"));
        }
        if (problems.isEmpty() && api.knowsSegments()) {
            try {
                Segments.all(api);
            } catch (ConnectorException failure) {
                problems.add(problem(failure.problem(), "/appApiKey", "/appUrl"));
            }
        }
        return problems;
    }

    private static SettingProblem problem(Problem problem, String key, String address) {
        return switch (problem.code()) {
            case CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED, NOT_PERMITTED -> new SettingProblem(key, problem);
            case INVALID_SETTING, AUDIENCE_GONE, CONNECTION, TIMEOUT, UNAVAILABLE, BAD_RESPONSE ->
                new SettingProblem(address, problem);
            default -> new SettingProblem("", problem);
        };
    }
}
