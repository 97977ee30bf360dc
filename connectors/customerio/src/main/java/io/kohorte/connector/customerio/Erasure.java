// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Consent;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Erases people by every identifier they have. {@code suppress} deletes them and refuses their identifiers from then on, so
 * that no other source brings them back; {@code delete} deletes them alone.
 */
record Erasure(CustomerIoApi api, String action, String region) {

    BatchResult erase(List<SubjectKeys> subjects) {
        var operations = new ArrayList<Operation>();
        var outcomes = new Outcome[subjects.size()];
        for (var row = 0; row < subjects.size(); row++) {
            var subject = subjects.get(row);
            var keys = PersonKey.NAMESPACES.stream()
                    .flatMap(namespace ->
                            subject.identifier(namespace).flatMap(raw -> PersonKey.of(namespace, raw, region)).stream())
                    .distinct()
                    .toList();
            if (keys.isEmpty()) {
                outcomes[row] = new Outcome.Skipped(SkipReason.NO_IDENTIFIER);
            }
            for (var key : keys) {
                operations.add(Operation.of(row, key, action, Json.mapper().createObjectNode()));
            }
        }
        send(operations, subjects, outcomes);
        return new BatchResult.Done(Arrays.asList(outcomes));
    }

    /** The worst that is said of one of their identifiers is said of a person. */
    private void send(List<Operation> operations, List<SubjectKeys> subjects, @Nullable Outcome[] outcomes) {
        var told = new HashMap<Integer, Outcome>();
        for (var call : Changes.requests(api, operations)) {
            try {
                var answers = BatchAnswer.outcomes(call, api.send(call), row -> removal(subjects.get(row)));
                for (var i = 0; i < answers.size(); i++) {
                    told.merge(call.rows().get(i), answers.get(i), Erasure::worse);
                }
            } catch (ConnectorException failure) {
                if (told.isEmpty()) {
                    throw failure;
                }
                var again = new Outcome.Retry(failure.problem(), failure.after());
                call.rows().forEach(row -> told.put(row, again));
            }
        }
        told.forEach((row, outcome) -> outcomes[row] = outcome);
    }

    private static Outcome worse(Outcome one, Outcome other) {
        return one instanceof Outcome.Accepted ? other : one;
    }

    private static MemberChange removal(SubjectKeys subject) {
        return new MemberChange(MemberChange.Kind.REMOVE, subject, Map.of(), Consent.NEVER_ASKED);
    }
}
