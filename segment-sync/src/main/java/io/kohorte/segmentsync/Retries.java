// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;

/** Rows the destination did not take this time. They go out again together, so that they hold up nobody. */
final class Retries {

    private final Map<Integer, Row> rows = new HashMap<>();
    private Duration after = Duration.ZERO;

    record Row(int profile, long fingerprint, Problem problem) {}

    /** Every row of a batch, for one problem. */
    static List<Row> all(Shipment shipment, Problem problem) {
        return IntStream.range(0, shipment.size())
                .mapToObj(row -> new Row(shipment.profiles()[row], shipment.fingerprints()[row], problem))
                .toList();
    }

    void add(int profile, long fingerprint, Problem problem, Duration notBefore) {
        rows.put(profile, new Row(profile, fingerprint, problem));
        if (notBefore.compareTo(after) > 0) {
            after = notBefore;
        }
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    int size() {
        return rows.size();
    }

    Duration after() {
        return after;
    }

    /** Whether all of them only have to wait: that costs no attempt. */
    boolean areThrottled() {
        return rows.values().stream().allMatch(row -> row.problem().code().kind() == ProblemCode.Kind.THROTTLED);
    }

    Problem problem() {
        return rows.values().iterator().next().problem();
    }

    List<Row> rows() {
        return List.copyOf(rows.values());
    }

    /** Takes them out, to be sent. */
    RoaringBitmap take() {
        var profiles = new RoaringBitmap();
        rows.keySet().forEach(profiles::add);
        rows.clear();
        after = Duration.ZERO;
        return profiles;
    }
}
