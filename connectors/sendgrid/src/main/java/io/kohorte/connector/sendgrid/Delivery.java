// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.WireRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One batch on its way: who leaves is looked up and taken out, who enters or changes is upserted by a job. */
final class Delivery {

    private static final Problem AFTER_THE_OTHERS =
            Problem.of(ProblemCode.UNAVAILABLE, "SendGrid has not taken those out yet who leave.");

    private final Batch batch;
    private final Upload upload;
    private final Removal removal;
    private final List<Person> leaving = new ArrayList<>();
    private final List<HeldBack.Row> heldBack = new ArrayList<>();

    private Delivery(SendgridApi api, RemoteAudience audience, Batch batch) {
        var spec = audience.spec();
        var list = Lists.chosen(spec).orElse(audience.remoteId());
        this.batch = batch;
        upload = new Upload(api, batch, SendgridAudiences.keepsMembers(spec) ? Optional.of(list) : Optional.empty());
        removal = new Removal(
                api, spec.deleteBehaviour() == DeleteBehaviour.DELETE ? Optional.empty() : Optional.of(list));
    }

    static Delivery of(SendgridApi api, RemoteAudience audience, Batch batch, String defaultRegion) {
        var delivery = new Delivery(api, audience, batch);
        for (var row = 0; row < batch.size(); row++) {
            delivery.add(audience, row, defaultRegion);
        }
        return delivery;
    }

    private void add(RemoteAudience audience, int row, String defaultRegion) {
        var spec = audience.spec();
        var change = batch.changes().get(row);
        var leaves = change.change() == MemberChange.Kind.REMOVE;
        var staysPut = spec.deleteBehaviour() == DeleteBehaviour.NOTHING
                || (spec.deleteBehaviour() == DeleteBehaviour.REMOVE_FROM_AUDIENCE
                        && !SendgridAudiences.keepsMembers(spec));
        if (leaves && staysPut) {
            heldBack.add(new HeldBack.Row(row, HeldBack.NOTHING_TO_SEND, ""));
            return;
        }
        var identifier = spec.keyOf(change.subject()).flatMap(Identifier::of);
        if (identifier.isEmpty()) {
            heldBack.add(new HeldBack.Row(row, HeldBack.NO_IDENTIFIER, spec.matchKey()));
            return;
        }
        var name = change.subject()
                .identifier(identifier.get().namespace())
                .flatMap(raw -> identifier.get().normalise(raw, defaultRegion));
        if (name.isEmpty()) {
            heldBack.add(new HeldBack.Row(
                    row, HeldBack.BAD_IDENTIFIER, identifier.get().namespace()));
            return;
        }
        var person = new Person(row, identifier.get(), name.get(), change.fields());
        if (leaves) {
            leaving.add(person);
        } else {
            upload.add(person);
        }
    }

    Preview preview() {
        var requests = new ArrayList<WireRequest>(removal.shown(leaving));
        requests.addAll(upload.shown());
        return new Preview(
                requests, heldBack.stream().map(HeldBack.Row::refusal).toList());
    }

    /**
     * Batches of the engine either add or remove. Should both be in one, and one of them fail after the other went through,
     * then it comes again.
     */
    BatchResult write() {
        var ledger = new Ledger(batch.size());
        heldBack.forEach(ledger::holdBack);
        removal.run(leaving, ledger);
        try {
            if (ledger.hasPostponed()) {
                throw new ConnectorException(AFTER_THE_OTHERS);
            }
            upload.run(ledger);
        } catch (ConnectorException failure) {
            if (leaving.isEmpty()) {
                throw failure;
            }
            var again = new Outcome.Retry(failure.problem(), failure.after());
            upload.people().forEach(person -> ledger.settle(person.row(), again));
        }
        return ledger.result();
    }
}
