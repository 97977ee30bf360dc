// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.util.List;

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
        IS_WANTED
    }

    /** Archiving the archived: "this list member cannot be removed". */
    private static final int NOT_ALLOWED = 405;

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
        if (problem.isPresent() && answer.status() == 400) {
            ledger.settle(row, Objection.ofRequest(problem.get()).outcome(contact.change()));
        } else if (problem.isPresent() && answer.status() == 404 && absent == Absent.IS_A_PROBLEM) {
            ledger.settle(
                    row,
                    new Outcome.Rejected(Problem.of(ProblemCode.NOT_FOUND, "This person is no contact of the audience.")
                            .vendor("404")));
        } else if (problem.isPresent() && isGone(answer.status()) && absent == Absent.IS_WANTED) {
            ledger.pass(row);
        } else {
            throw Refusals.of(call, answer);
        }
    }

    private boolean isGone(int status) {
        return status == 404 || (status == NOT_ALLOWED && call.shown().method().equals("DELETE"));
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
