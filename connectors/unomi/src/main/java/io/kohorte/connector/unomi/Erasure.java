// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.batch.Chunks;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Deletes every profile that has one of a person's identities, with its sessions and events ({@code DELETE
 * /cxs/privacy/profiles/<id>?withData=true&purgeAll=true}: older versions know the first parameter only, and make their
 * events anonymous).
 */
final class Erasure {

    /** A search with all identities of so many stays far below the index's limit of clauses, 1,024. */
    private static final int PEOPLE_PER_SEARCH = 50;

    private final UnomiSettings settings;
    private final UnomiApi api;
    private final Profiles profiles;

    Erasure(UnomiSettings settings, UnomiApi api) {
        this.settings = settings;
        this.api = api;
        this.profiles = new Profiles(api);
    }

    BatchResult erase(List<SubjectKeys> subjects) {
        var outcomes = new Outcome[subjects.size()];
        var rows = IntStream.range(0, subjects.size()).boxed().toList();
        for (var chunk : Chunks.cut(rows, PEOPLE_PER_SEARCH, Long.MAX_VALUE, row -> 0)) {
            try {
                erase(subjects, chunk, outcomes);
            } catch (ConnectorException failure) {
                if (Arrays.stream(outcomes).allMatch(Objects::isNull)) {
                    throw failure;
                }
                var again = new Outcome.Retry(failure.problem(), failure.after());
                Arrays.setAll(outcomes, row -> outcomes[row] == null ? again : outcomes[row]);
                break;
            }
        }
        return new BatchResult.Done(Arrays.asList(outcomes));
    }

    private void erase(List<SubjectKeys> subjects, List<Integer> rows, Outcome[] outcomes) {
        var wanted = rows.stream()
                .flatMap(row -> identities(subjects.get(row)).stream())
                .toList();
        var found = wanted.isEmpty() ? List.<JsonNode>of() : found(wanted, rows);
        for (var row : rows) {
            var mine = identities(subjects.get(row));
            var theirs = found.stream()
                    .filter(profile -> mine.stream().anyMatch(identity -> identity.isOf(profile)))
                    .toList();
            outcomes[row] = mine.isEmpty() ? new Outcome.Skipped(SkipReason.NO_IDENTIFIER) : delete(theirs, row);
        }
    }

    private List<JsonNode> found(List<Identities.Identity> wanted, List<Integer> rows) {
        var search = profiles.search(wanted, rows);
        return profiles.read(api.expect(search), wanted.size());
    }

    private List<Identities.Identity> identities(SubjectKeys subject) {
        return settings.identities().places().keySet().stream()
                .sorted()
                .flatMap(namespace -> settings.identities().of(subject, namespace).stream())
                .distinct()
                .toList();
    }

    private Outcome delete(List<JsonNode> theirs, int row) {
        for (var profile : theirs) {
            var path = "/privacy/profiles/"
                    + UnomiApi.segment(profile.path("itemId").asText()) + "?withData=true&purgeAll=true";
            var call = api.delete(path, List.of(row));
            var answer = api.send(call);
            if (answer.status() == 500) {
                return new Outcome.Retry(UnomiApi.STATUSES.problem(call, answer), Duration.ZERO);
            }
            if (!answer.successful() && answer.status() != 404) {
                throw UnomiApi.STATUSES.refusal(call, answer);
            }
        }
        return new Outcome.Accepted("");
    }
}
