// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.Limits;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StateSizeTest extends DeliveryFixture {

    @Test
    void stateIsAtMostTenBytesAMemberHoweverOftenTheSyncRuns() {
        destination.limits = new Limits(5000, 1 << 20, 1_000_000, Duration.ofSeconds(1), 4);
        audience.with(1, 100_000, "Ulm");
        run();
        var random = new Random(42);
        for (int round = 0; round < 40; round++) {
            for (int i = 0; i < 1000; i++) {
                audience.cities.put(1 + random.nextInt(100_000), "city " + round);
            }
            run();
        }

        var status = engine.status(SYNC).orElseThrow();
        assertThat(status.acknowledged()).isEqualTo(100_000);
        assertThat((double) status.stateBytes() / status.acknowledged()).isLessThanOrEqualTo(10.0);
        assertThat(TestDatabase.number("select count(*) from delivery_receipt where fingerprints is not null"))
                .isZero();
    }

    @Test
    void historyKeepsToItsBudgetAndLosesTheOldestFirst() {
        audience.with(1, 5, "Ulm");
        var first = run();
        TestDatabase.execute("insert into delivery_receipt (sync, run, change, size, first, last, members, at)"
                + " select 7, " + first.id() + ", 'added', 1, 9, 9, decode(repeat('00', 100000), 'hex'), now()"
                + " from generate_series(1, 20)");
        var oldest = TestDatabase.number("select min(id) from delivery_receipt");
        audience.with(6, 6, "Ulm");

        run();

        assertThat(TestDatabase.number("select sum(octet_length(members)) from delivery_receipt"))
                .isLessThanOrEqualTo(1 << 20);
        assertThat(TestDatabase.number("select min(id) from delivery_receipt")).isGreaterThan(oldest);
        assertThat(engine.whatWasSent(6)).hasSize(1);
    }
}
