// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.batch.Plan;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.identity.Hash;
import io.kohorte.toolkit.identity.Normaliser;
import java.util.ArrayList;
import java.util.List;

/** Deletes contacts for good. Mailchimp then refuses to have them imported ever again. */
final class Erasure {

    /** Somebody may hold the hash instead of the address: it finds the contact just as well. */
    private static final Normaliser HASH = Normaliser.email().hashed(Hash.MD5_HEX);

    private final MailchimpApi api;

    Erasure(MailchimpApi api) {
        this.api = api;
    }

    BatchResult of(List<SubjectKeys> subjects) {
        var calls = new ArrayList<HttpCall>();
        var unknown = new ArrayList<Preview.Refusal>();
        for (var row = 0; row < subjects.size(); row++) {
            var hash = subjects.get(row).identifier("email").flatMap(HASH::normalise);
            if (hash.isPresent()) {
                calls.add(api.post(api.list("/members/" + hash.get() + "/actions/delete-permanent"))
                        .rows(List.of(row))
                        .build());
            } else {
                unknown.add(new Preview.Refusal(row, new Outcome.Skipped(SkipReason.NO_IDENTIFIER)));
            }
        }
        return new Plan(subjects.size(), calls, unknown).write(call -> List.of(outcome(call, api.send(call))));
    }

    /** Who is not there has nothing to be erased. */
    private static Outcome outcome(HttpCall call, HttpAnswer answer) {
        var gone = answer.status() == 404 && Refusals.problem(answer).isPresent();
        if (!answer.successful() && !gone) {
            throw Refusals.of(call, answer);
        }
        return new Outcome.Accepted("");
    }
}
