// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.condition.SegmentId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/** Members as they are kept, whoever they are. */
@QuarkusTest
class SegmentStoreTest {

    @Inject
    DataSource dataSource;

    @Inject
    SegmentStore store;

    @Test
    void onlyTheLastVersionsAreKept() {
        SegmentId id = list();
        for (int i = 0; i < 40; i++) {
            store.store(id, RoaringBitmap.bitmapOf(i), Instant.EPOCH, "manual");
        }
        assertThat(store.history(id))
                .extracting(SegmentVersion::version)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(11, 40).mapToObj(i -> 51 - i).toList());
        assertThat(store.members(id, 10)).isEmpty();
    }

    @Test
    void membersFarApartSurviveTheWayThroughTheDatabase() throws SQLException {
        SegmentId id = list();
        RoaringBitmap members = RoaringBitmap.bitmapOf(1, 65_535, 65_536, 1_000_000, Integer.MAX_VALUE);
        members.add(200_000L, 500_000L);
        store.store(id, members, Instant.EPOCH, VersionTable.REAL_TIME);
        members.remove(1_000_000);
        members.remove(300_000);
        store.store(id, members, Instant.EPOCH, VersionTable.REAL_TIME);
        store.forget(id);
        assertThat(store.members(id)).isEqualTo(members);
        try (Connection connection = dataSource.getConnection();
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("select count(*) from segment_chunk where segment = " + id.value()
                                + " and version = 2")) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(BitmapChunks.cut(members).size());
        }
    }

    private static SegmentId list() {
        return new SegmentId(admin().body(Map.of("name", "list " + UUID.randomUUID(), "kind", "list"))
                .post("/api/v1/segments")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id"));
    }
}
