// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import io.kohorte.spi.AudienceSpec;
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
import io.kohorte.spi.SkipReason;
import io.kohorte.toolkit.identity.Normaliser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The requests of one batch: contacts first, then who is in the segment. Preview and write walk the same ones. */
final class Script {

    private final Batch batch;
    private final List<Step> steps = new ArrayList<>();
    private final List<Preview.Refusal> refused = new ArrayList<>();
    private Optional<SegmentStep> later = Optional.empty();

    private Script(Batch batch) {
        this.batch = batch;
    }

    /** @param jobFrom from how many requests about one person on these are a job */
    static Script of(MailchimpApi api, RemoteAudience audience, Batch batch, int jobFrom) {
        var script = new Script(batch);
        var spec = audience.spec();
        var people = new ContactSteps(api, NewContacts.of(spec));
        var segment =
                new SegmentStep(api, spec.options().optionalText("segmentId").orElse(audience.remoteId()));
        for (var row = 0; row < batch.size(); row++) {
            for (var contact : script.contact(row)) {
                if (contact.change().change() == MemberChange.Kind.REMOVE) {
                    leave(spec, contact, people, segment);
                } else {
                    enter(spec, contact, people, segment);
                }
            }
        }
        script.steps.addAll(people.creations());
        if (people.singles().size() >= jobFrom) {
            script.handOver(api, people.singles(), segment);
        } else {
            script.steps.addAll(people.singles());
            script.steps.addAll(segment.isEmpty() ? List.of() : List.of(segment));
        }
        script.noteWhoNeedsNothing();
        return script;
    }

    /** Whoever the job does not work on is in the segment before it begins, the others after it has ended. */
    private void handOver(MailchimpApi api, List<PersonStep> singles, SegmentStep segment) {
        var busy = singles.stream().map(person -> person.contact().row()).collect(Collectors.toSet());
        var before = segment.of(contact -> !busy.contains(contact.row()));
        var after = segment.of(contact -> busy.contains(contact.row()));
        steps.addAll(before.isEmpty() ? List.of() : List.of(before));
        steps.add(new JobStep(api, singles, after));
        later = Optional.of(after).filter(step -> !step.isEmpty());
    }

    /** Somebody who is to be changed and has nothing to change. */
    private void noteWhoNeedsNothing() {
        var named = Stream.concat(
                        steps.stream().flatMap(step -> step.rows().stream()),
                        refused.stream().map(Preview.Refusal::row))
                .collect(Collectors.toSet());
        IntStream.range(0, batch.size())
                .filter(row -> !named.contains(row))
                .forEach(row -> refused.add(new Preview.Refusal(row, new Outcome.Skipped(SkipReason.NOTHING_TO_SEND))));
    }

    private List<Contact> contact(int row) {
        var change = batch.changes().get(row);
        var address = change.subject().identifier("email");
        if (address.isEmpty()) {
            refuse(row, ProblemCode.IDENTIFIER_MISSING, "This customer has no e-mail address.");
            return List.of();
        }
        var email = Normaliser.email().normalise(address.get());
        if (email.isEmpty()) {
            refuse(row, ProblemCode.IDENTIFIER_INVALID, "This is no e-mail address.");
        }
        return email.map(text -> new Contact(row, text, change)).stream().toList();
    }

    private void refuse(int row, ProblemCode code, String sentence) {
        refused.add(new Preview.Refusal(
                row, new Outcome.Rejected(Problem.of(code, sentence).at("email"))));
    }

    private static void enter(AudienceSpec spec, Contact contact, ContactSteps people, SegmentStep segment) {
        switch (spec.mode()) {
            case INSERT -> people.create(contact);
            case UPDATE -> people.update(contact);
            case UPSERT, MIRROR, ADD, REMOVE -> people.bring(contact);
        }
        if (MailchimpAudiences.keepsMembers(spec.mode())) {
            segment.add(contact);
        }
    }

    private static void leave(AudienceSpec spec, Contact contact, ContactSteps people, SegmentStep segment) {
        var behaviour = spec.deleteBehaviour();
        var member = MailchimpAudiences.keepsMembers(spec.mode());
        var clears = behaviour == DeleteBehaviour.CLEAR_FIELDS
                && !contact.change().fields().isEmpty();
        if (behaviour == DeleteBehaviour.DELETE) {
            people.archive(contact);
        } else if (behaviour != DeleteBehaviour.NOTHING) {
            if (clears) {
                people.clear(contact);
            }
            if (member) {
                segment.remove(contact);
            }
        }
    }

    Preview preview() {
        return new Preview(
                Stream.concat(steps.stream(), later.stream()).map(Step::shown).toList(), refused);
    }

    /** When a request fails after an earlier one went through, whoever is not done yet comes again. */
    BatchResult write(MailchimpApi api) {
        var ledger = new Ledger(batch.size(), refused, steps);
        var sent = false;
        for (var step : steps) {
            var open = step.rows().stream().filter(ledger::isOpen).toList();
            if (open.isEmpty()) {
                continue;
            }
            try {
                step.run(api, ledger);
                sent = true;
            } catch (ConnectorException failure) {
                if (open.size() == 1 && failure.problem().code() == ProblemCode.BATCH_REFUSED) {
                    ledger.settle(open.get(0), new Outcome.Rejected(alone(failure.problem())));
                    sent = true;
                } else if (!sent) {
                    throw failure;
                } else {
                    ledger.postpone(failure);
                }
            }
        }
        return ledger.result();
    }

    /** With nothing left to halve, a refused request is about its row. */
    private static Problem alone(Problem refusal) {
        return Problem.of(ProblemCode.FIELD_INVALID, "Mailchimp refused this contact.")
                .vendor(refusal.vendorCode());
    }
}
