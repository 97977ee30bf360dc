// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import io.kohorte.core.analytics.AsOf;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.experiment.Experiment.Division;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.segment.SegmentStore;
import io.kohorte.core.sync.SyncGroups;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.quartz.Nonconcurrent;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.roaringbitmap.RoaringBitmap;

/**
 * Takes whoever is to be sent, or held out, into the running experiments. Time begins for both groups alike with this look, not with a delivery: the
 * held out have none.
 */
@Singleton
class Enrolling {

    private static final Logger LOG = Logger.getLogger(Enrolling.class);

    private final Experiments experiments;
    private final Enrolments enrolments;
    private final SyncGroups syncs;
    private final SegmentStore segments;
    private final AsOf asOf;
    private final MeterRegistry meters;

    Enrolling(
            Experiments experiments,
            Enrolments enrolments,
            SyncGroups syncs,
            SegmentStore segments,
            AsOf asOf,
            MeterRegistry meters) {
        this.experiments = experiments;
        this.enrolments = enrolments;
        this.syncs = syncs;
        this.segments = segments;
        this.asOf = asOf;
        this.meters = meters;
    }

    /** One that cannot be looked at does not keep the others waiting. */
    @Nonconcurrent
    @Scheduled(identity = "enrol-in-experiments", every = "1h", delayed = "5m")
    void everywhere() throws SQLException {
        for (Experiment experiment : experiments.running()) {
            try {
                enrol(experiment, asOf.instant());
            } catch (SQLException | RuntimeException e) {
                LOG.errorf(
                        e,
                        "Nobody could be enrolled in experiment %d",
                        experiment.id().value());
            }
        }
    }

    /** Takes in whoever is not in it yet. */
    void enrol(Experiment experiment, Instant at) throws SQLException {
        RoaringBitmap known = Participants.all(enrolments.of(experiment.id())).everybody();
        Optional<Enrolment> fresh = fresh(experiment, known, at).filter(enrolment -> !enrolment.isEmpty());
        if (fresh.isPresent()) {
            enrolments.add(experiment.id(), fresh.get());
            count("treated", fresh.get().treated());
            count("held-out", fresh.get().heldOut());
        }
    }

    private Optional<Enrolment> fresh(Experiment experiment, RoaringBitmap known, Instant at) {
        if (experiment.division() instanceof Division.BySync of) {
            return syncs.of(of.sync(), known).map(groups -> new Enrolment(at, groups.treated(), groups.heldOut()));
        }
        Division.BySegments of = (Division.BySegments) experiment.division();
        RoaringBitmap treated = members(of.treated());
        RoaringBitmap heldOut = members(of.heldOut());
        RoaringBitmap both = RoaringBitmap.and(treated, heldOut);
        both.or(known);
        return Optional.of(new Enrolment(at, RoaringBitmap.andNot(treated, both), RoaringBitmap.andNot(heldOut, both)));
    }

    /** A segment that was deleted gives nobody any more. */
    private RoaringBitmap members(long segment) {
        try {
            return segments.members(new SegmentId(segment));
        } catch (ProblemException gone) {
            return new RoaringBitmap();
        }
    }

    private void count(String group, RoaringBitmap people) {
        meters.counter("kohorte.experiment.enrolled", "group", group).increment(people.getCardinality());
    }
}
