// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.WireRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds profiles first, then does something about those that are there.
 *
 * @param missing what becomes of those who are not there
 * @param then what is done about those who are
 */
record FindStep(
        KlaviyoApi api,
        Lookup lookup,
        List<Lookup.Wanted> wanted,
        Outcome missing,
        Function<List<Found>, List<Step>> then)
        implements Step {

    /** Several profiles can have one external id; which is meant, nobody knows. */
    private static final Outcome SEVERAL = new Outcome.Rejected(
            Problem.of(ProblemCode.CONFLICT, "Several profiles have this identifier; Klaviyo cannot tell which."));

    FindStep {
        wanted = List.copyOf(wanted);
    }

    @Override
    public List<WireRequest> shown() {
        var requests = new ArrayList<WireRequest>();
        for (var part : lookup.parts(wanted)) {
            var rows = part.stream().map(Lookup.Wanted::row).toList();
            requests.add(api.get(lookup.path(part)).rows(rows).build().shown());
        }
        planned().forEach(step -> requests.addAll(step.shown()));
        return requests;
    }

    @Override
    public void run(Progress progress) {
        var ids = lookup.find(wanted);
        var found = new ArrayList<Found>();
        for (var one : wanted) {
            var profiles = ids.getOrDefault(one.key(), Set.of());
            switch (profiles.size()) {
                case 0 -> progress.settle(one.row(), missing);
                case 1 -> found.add(new Found(one.row(), profiles.iterator().next()));
                default -> progress.settle(one.row(), SEVERAL);
            }
        }
        if (!found.isEmpty()) {
            then.apply(found).forEach(step -> step.run(progress));
        }
    }

    private List<Step> planned() {
        return then.apply(wanted.stream().map(one -> Found.unknown(one.row())).toList());
    }
}
