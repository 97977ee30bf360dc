// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.sync.People;
import io.kohorte.core.sync.Receiver;
import io.kohorte.core.sync.SyncDesk;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

@QuarkusTest
class TreatmentTest {

    @Inject
    Treatment treatment;

    @Inject
    People people;

    @Inject
    Clock clock;

    @Test
    void whoeverASyncWithoutHoldoutSentToWasTreatedForSure() throws SQLException {
        int[] crowd = people.crowd(120);
        RoaringBitmap drawn = RoaringBitmap.bitmapOf(Arrays.copyOf(crowd, 100));
        RoaringBitmap all = RoaringBitmap.bitmapOf(Arrays.copyOfRange(crowd, 100, 120));
        Instant before = clock.instant();
        try (Receiver receiver = new Receiver()) {
            sent(receiver, drawn, .3);
            sent(receiver, all, 0);
        }

        RoaringBitmap treated = treatment.at(clock.instant());
        RoaringBitmap forSure = treatment.forSureAt(clock.instant());
        assertThat(RoaringBitmap.andCardinality(treated, drawn)).isBetween(40, 95);
        assertThat(RoaringBitmap.andCardinality(treated, all)).isEqualTo(20);
        assertThat(RoaringBitmap.intersects(forSure, drawn)).isFalse();
        assertThat(RoaringBitmap.andCardinality(forSure, all)).isEqualTo(20);
        assertThat(RoaringBitmap.intersects(treatment.forSureAt(before), all)).isFalse();
    }

    private void sent(Receiver receiver, RoaringBitmap to, double holdout) throws SQLException {
        var wanted = SyncDesk.draft(SyncDesk.destination(receiver), people.segment(to.toArray()));
        wanted.put("holdout", holdout);
        assertThat(SyncDesk.run(SyncDesk.create(wanted)).getString("state")).isEqualTo("completed");
    }
}
