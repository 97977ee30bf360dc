// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.Explanations;
import io.kohorte.segmentsync.Explanations.Explanation;
import io.kohorte.segmentsync.GuardStop;
import io.kohorte.segmentsync.Run;
import io.kohorte.segmentsync.RunProblem;
import io.kohorte.segmentsync.SyncId;
import io.kohorte.segmentsync.SyncStatus;
import io.kohorte.spi.ProblemCode;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** Syncs and their destinations, as the delivery engine knows them. Each cause is told once, at its root. */
@Singleton
class SyncWatch implements Watch {

    /** A person wanted these, so nobody needs to be told. */
    private static final Set<String> WANTED = Set.of(RunProblem.PAUSED_BY_HAND, RunProblem.UNDONE);

    private static final Set<String> LOCKED_OUT =
            Set.of(ProblemCode.CREDENTIALS_REJECTED.name(), ProblemCode.CREDENTIALS_EXPIRED.name());

    /** Runs looked through for the last that sent enough rows to judge by. */
    private static final int LOOKED_THROUGH = 20;

    /** Of fewer rows no share is taken. */
    private static final long ENOUGH_ROWS = 10;

    private static final String TEST_ROW = "test-row";

    private final DataSource database;
    private final DeliveryEngine engine;
    private final AlertConfig config;
    private final Explanations words = Explanations.in(Locale.ENGLISH);

    SyncWatch(DataSource database, DeliveryEngine engine, AlertConfig config) {
        this.database = database;
        this.engine = engine;
        this.config = config;
    }

    private record Place(Subject sync, Subject destination) {}

    @Override
    public List<Finding> look(Instant now) throws SQLException {
        var places = places();
        var found = new ArrayList<Finding>();
        for (var status : engine.statuses()) {
            var place = places.get(status.sync().value());
            if (place != null) {
                found.addAll(at(place, status, now));
            }
        }
        return found;
    }

    private List<Finding> at(Place place, SyncStatus status, Instant now) {
        var runs = runs(status.sync());
        if (status.paused().isPresent()) {
            return paused(place, status.paused().get(), runs);
        }
        var found = new ArrayList<Finding>();
        if (status.failingSince().isPresent() || !status.circuit().equals("closed")) {
            found.add(unreachable(place));
        } else {
            behind(place, status, runs, now).ifPresent(found::add);
        }
        if (status.rejected() > 0) {
            rejected(place, runs).ifPresent(found::add);
        }
        return found;
    }

    private List<Finding> paused(Place place, RunProblem why, List<Run> runs) {
        var explained = words.of(why.code());
        if (WANTED.contains(why.code())) {
            return List.of();
        }
        if (LOCKED_OUT.contains(why.code())) {
            var sentence = "The destination '" + place.destination().name() + "' no longer lets us in.";
            return List.of(finding(AlertKind.CREDENTIALS_REJECTED, place.destination(), sentence, explained));
        }
        var sentence = "The sync '" + place.sync().name() + "' stopped and waits for you.";
        var stopped = finding(AlertKind.SYNC_STOPPED, place.sync(), sentence, explained);
        return List.of(
                isGuard(why) && !runs.isEmpty() ? at("/runs/" + runs.get(0).id(), stopped) : stopped);
    }

    private static Finding unreachable(Place place) {
        return new Finding(
                AlertKind.DESTINATION_UNREACHABLE,
                place.destination(),
                "The destination '" + place.destination().name() + "' cannot be reached.",
                Optional.empty(),
                "It is tried again by itself, and nothing is lost. If it lasts, check the destination.",
                link(place.destination()));
    }

    private Optional<Finding> behind(Place place, SyncStatus status, List<Run> runs, Instant now) {
        var open = runs.stream().filter(run -> !run.state().isFinal()).findFirst();
        return status.lagSince()
                .filter(since -> since.isBefore(now.minus(config.behindAfter())))
                .map(since -> new Finding(
                        AlertKind.SYNC_BEHIND,
                        place.sync(),
                        "The sync '" + place.sync().name() + "' is behind: what it should deliver has waited for long.",
                        open.flatMap(Run::problem)
                                .map(problem -> words.of(problem.code()).sentence()),
                        "Open it: it shows how far it is, and what it waits for.",
                        open.map(run -> "/runs/" + run.id()).orElse(link(place.sync()))));
    }

    private Optional<Finding> rejected(Place place, List<Run> runs) {
        return runs.stream()
                .filter(run -> run.state().isFinal() && rows(run) >= ENOUGH_ROWS)
                .findFirst()
                .filter(run -> run.counts().rejected() > rows(run) * config.rejectedShare())
                .map(run -> new Finding(
                        AlertKind.ROWS_REJECTED,
                        place.sync(),
                        "The destination refuses many rows of the sync '"
                                + place.sync().name() + "'.",
                        Optional.of(String.format(
                                Locale.ROOT,
                                "%,d of %,d rows of its run were refused.",
                                run.counts().rejected(),
                                rows(run))),
                        "Open the refused rows: they are grouped by cause. Mend the cause, then re-send them.",
                        link(place.sync()) + "/rejected"));
    }

    private static long rows(Run run) {
        return run.counts().accepted() + run.counts().rejected();
    }

    private List<Run> runs(SyncId sync) {
        return engine.runs(sync, LOOKED_THROUGH).stream()
                .filter(run -> !run.trigger().equals(TEST_ROW))
                .toList();
    }

    private static boolean isGuard(RunProblem why) {
        return Arrays.stream(GuardStop.Reason.values())
                .anyMatch(reason -> reason.name().equals(why.code()));
    }

    private static Finding finding(AlertKind kind, Subject subject, String sentence, Explanation why) {
        return new Finding(kind, subject, sentence, Optional.of(why.sentence()), why.nextStep(), link(subject));
    }

    private static Finding at(String link, Finding finding) {
        return new Finding(
                finding.kind(), finding.subject(), finding.sentence(), finding.reason(), finding.nextStep(), link);
    }

    private static String link(Subject subject) {
        return "/" + subject.kind().wire() + "s/" + subject.id();
    }

    private Map<Long, Place> places() throws SQLException {
        var places = new HashMap<Long, Place>();
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("select s.id, s.name, d.id, d.name from sync s"
                        + " join destination d on d.id = s.destination");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                places.put(
                        rows.getLong(1),
                        new Place(
                                new Subject(Subject.Kind.SYNC, rows.getLong(1), rows.getString(2)),
                                new Subject(Subject.Kind.DESTINATION, rows.getLong(3), rows.getString(4))));
            }
        }
        return places;
    }
}
