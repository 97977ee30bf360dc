// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.util.List;
import java.util.Optional;

/**
 * A request about one person.
 *
 * @param absent what it means that Mailchimp finds nothing there
 */
record PersonStep(Contact contact, HttpCall call, Absent absent) implements Step {

    /** What a 404 says; Mailchimp uses the same one for a contact and for the whole audience. */
    enum Absent {
        /** The request creates who is missing, so it is the audience that is not there. */
        MEANS_THE_LIST,
        IS_A_PROBLEM,
        IS_WANTED,
        /** As before, also where somebody archived cannot be archived: "this list member cannot be removed" (405). */
        IS_ARCHIVED;

        /** What a refusal with this status makes of the person; empty where it is not about their absence. */
        Optional<Outcome> outcome(int status) {
            var gone = status == 404 || (status == 405 && this == IS_ARCHIVED);
            if (!gone || this == MEANS_THE_LIST) {
                return Optional.empty();
            }
            return Optional.of(this == IS_A_PROBLEM ? NO_CONTACT : new Outcome.Accepted(""));
        }
    }

    private static final Outcome NO_CONTACT =
            new Outcome.Rejected(Problem.of(ProblemCode.NOT_FOUND, "This person is no contact of the audience.")
                    .vendor("404"));

    @Override
    public List<Integer> rows() {
        return List.of(contact.row());
    }

    @Override
    public WireRequest shown() {
        return call.shown();
    }

    @Override
    public void run(MailchimpApi api, Ledger ledger) {
        var answer = api.send(call);
        var row = contact.row();
        if (answer.status() == 204) {
            ledger.pass(row);
        } else if (answer.successful()) {
            ledger.pass(row, reference(answer));
        } else {
            refused(answer, ledger);
        }
    }

    private void refused(HttpAnswer answer, Ledger ledger) {
        var row = contact.row();
        var problem = Refusals.problem(answer);
        var missing = problem.flatMap(said -> absent.outcome(answer.status()));
        if (problem.isPresent() && answer.status() == 400) {
            ledger.settle(row, Objection.ofRequest(problem.get()).outcome(contact.change()));
        } else if (missing.filter(Outcome.Accepted.class::isInstance).isPresent()) {
            ledger.pass(row);
        } else if (missing.isPresent()) {
            ledger.settle(row, missing.get());
        } else {
            throw Refusals.of(call, answer);
        }
    }

    /** The vendor's number of the contact. An answer about nobody is none. */
    private static String reference(HttpAnswer answer) {
        var member = answer.json();
        if (!member.path("id").isTextual() || member.path("id").asText().isBlank()) {
            throw answer.badResponse("without the contact");
        }
        return member.path("contact_id").asText("");
    }
}
