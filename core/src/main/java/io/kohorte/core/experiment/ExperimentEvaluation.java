// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import io.kohorte.core.analytics.AsOf;
import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.FeatureExtraction;
import io.kohorte.core.experiment.Experiment.Division;
import io.kohorte.core.experiment.Experiment.Outcome;
import io.kohorte.core.experiment.ExperimentReport.Group;
import io.kohorte.core.experiment.ExperimentReport.Note;
import io.kohorte.core.experiment.ExperimentReport.Reached;
import io.kohorte.core.experiment.FollowUp.Seen;
import io.kohorte.core.learn.uplift.Effect;
import io.kohorte.core.learn.uplift.SampleRatio;
import io.kohorte.core.sync.SyncGroups;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.SyncId;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Reads what became of everybody in an experiment, and compares the groups. */
@Singleton
class ExperimentEvaluation {

    private final Enrolments enrolments;
    private final FeatureExtraction customers;
    private final DeliveryEngine deliveries;
    private final SyncGroups syncs;
    private final AsOf asOf;

    ExperimentEvaluation(
            Enrolments enrolments,
            FeatureExtraction customers,
            DeliveryEngine deliveries,
            SyncGroups syncs,
            AsOf asOf) {
        this.enrolments = enrolments;
        this.customers = customers;
        this.deliveries = deliveries;
        this.syncs = syncs;
        this.asOf = asOf;
    }

    ExperimentReport evaluate(Experiment experiment) throws SQLException {
        Instant now = asOf.instant();
        List<Enrolment> drawn = enrolments.of(experiment.id());
        Participants people =
                Participants.of(drawn, enrolments.merged(Participants.all(drawn).everybody()));
        List<Enrolment> over = people.over(experiment.outcome().window(), now);
        Optional<RoaringBitmap> reached = reached(experiment);
        Seen seen = seen(experiment.outcome(), over, reached.orElseGet(RoaringBitmap::new));
        RoaringBitmap treated = people.treated();
        RoaringBitmap heldOut = people.heldOut();
        SampleRatio ratio =
                SampleRatio.of(treated.getLongCardinality(), heldOut.getLongCardinality(), experiment.heldOutShare());
        Measure measure = experiment.outcome().measure();
        Optional<Effect> effect =
                measure.effect(seen.treated().outcomes(), seen.heldOut().outcomes());
        Judging judging = new Judging(measure);
        return new ExperimentReport(
                now,
                group(treated, seen.treated(), reached),
                group(heldOut, seen.heldOut(), reached),
                ratio,
                effect.orElse(null),
                reachedOnly(judging, measure, seen, effect),
                seen.course(),
                judging.verdict(
                        ratio, effect, seen.treated().did() + seen.heldOut().did()),
                notes(experiment, people, reached));
    }

    private Seen seen(Outcome outcome, List<Enrolment> over, RoaringBitmap reached) {
        FollowUp followUp = new FollowUp(outcome, over, reached);
        if (!over.isEmpty()) {
            try (CustomerHistory history = customers.open()) {
                history.occurrences(
                        outcome.event(),
                        Participants.all(over).everybody(),
                        over.get(0).at(),
                        over.get(over.size() - 1).at().plus(outcome.window()),
                        followUp::happened);
            }
        }
        return followUp.seen();
    }

    private static Group group(RoaringBitmap people, FollowUp.Group seen, Optional<RoaringBitmap> reached) {
        long measured = seen.outcomes().people();
        return new Group(
                people.getLongCardinality(),
                measured,
                people.getLongCardinality() - measured,
                reached.map(those -> (long) RoaringBitmap.andCardinality(people, those))
                        .orElse(null),
                seen.did(),
                seen.outcomes().mean());
    }

    private static @Nullable Reached reachedOnly(Judging judging, Measure measure, Seen seen, Optional<Effect> effect) {
        long people = seen.reached().outcomes().people();
        return people == 0
                ? null
                : measure.effect(seen.reached().outcomes(), seen.heldOut().outcomes())
                        .map(compared -> judging.reached(
                                people, seen.treated().outcomes().people(), compared.difference(), effect))
                        .orElse(null);
    }

    /** Empty where no sync tells. */
    private Optional<RoaringBitmap> reached(Experiment experiment) {
        return experiment.division() instanceof Division.BySync of
                ? Optional.of(deliveries.reachedSince(new SyncId(of.sync()), experiment.startedAt()))
                : Optional.empty();
    }

    private List<Note> notes(Experiment experiment, Participants people, Optional<RoaringBitmap> reached) {
        List<Note> notes = new ArrayList<>();
        if (people.mixed() > 0) {
            notes.add(Judging.mixed(people.mixed()));
        }
        reached.ifPresent(those -> {
            long heldOut = RoaringBitmap.andCardinality(people.heldOut(), those);
            if (heldOut > 0) {
                notes.add(Judging.heldOutReached(heldOut));
            }
            if (!RoaringBitmap.intersects(people.treated(), those)) {
                notes.add(Judging.nobodyReached());
            }
        });
        if (experiment.isRunning() && experiment.division() instanceof Division.BySync of) {
            Optional<Double> share = syncs.share(of.sync());
            if (share.isEmpty()) {
                notes.add(Judging.syncGone());
            } else if (share.get() != experiment.heldOutShare()) {
                notes.add(Judging.shareChanged(share.get(), experiment.heldOutShare()));
            }
        }
        return notes;
    }
}
