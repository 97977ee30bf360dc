// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.batch.Plan;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.identity.Normaliser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The right to be forgotten: Iterable deletes all it knows of a person, within minutes, and takes nothing about them ever
 * again. One request a person; by address in e-mail-based projects, else by user id.
 * https://support.iterable.com/hc/en-us/articles/360029174171
 */
final class Erasure {

    private final IterableApi api;
    private final Project project;
    private final String userIds;

    Erasure(IterableApi api, Project project, String userIds) {
        this.api = api;
        this.project = project;
        this.userIds = userIds;
    }

    BatchResult erase(List<SubjectKeys> subjects) {
        var calls = new ArrayList<HttpCall>();
        var refused = new ArrayList<Preview.Refusal>();
        for (var row = 0; row < subjects.size(); row++) {
            var call = call(subjects.get(row), row);
            call.ifPresent(calls::add);
            if (call.isEmpty()) {
                refused.add(new Preview.Refusal(row, missing()));
            }
        }
        return new Plan(subjects.size(), calls, refused).write(this::send);
    }

    private Outcome missing() {
        return new Outcome.Rejected(Problem.of(
                        ProblemCode.IDENTIFIER_MISSING,
                        project.emailBased()
                                ? "An e-mail-based project forgets people by their address."
                                : "Iterable forgets people by their user id or address.")
                .at(project.emailBased() ? "email" : userIds));
    }

    private Optional<HttpCall> call(SubjectKeys subject, int row) {
        var email = subject.identifier("email").flatMap(Normaliser.email()::normalise);
        var userId = subject.identifier(userIds).map(String::strip);
        var body = Json.mapper().createObjectNode();
        if (!project.emailBased() && userId.isPresent()) {
            body.put("userId", userId.get());
        } else if (email.isPresent()) {
            body.put("email", email.get());
        } else {
            return Optional.empty();
        }
        return Optional.of(api.post("/users/forget")
                .json(body)
                .rows(List.of(row))
                .idempotent()
                .build());
    }

    private List<Outcome> send(HttpCall call) {
        var answer = api.ask(call);
        var vendorCode = RequestErrors.vendorCode(answer);
        var absent = vendorCode.contains("noUserWith");
        if (!answer.successful() && !absent) {
            return List.of(RequestErrors.ofRow(call, answer));
        }
        if (!absent && !vendorCode.equals("Success")) {
            throw answer.badResponse("without saying that this person is forgotten");
        }
        return List.of(new Outcome.Accepted(""));
    }
}
