// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.demo.receiver.House;
import io.kohorte.demo.story.OwnFiles;
import io.kohorte.demo.story.OwnFilesStory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two shops that were real, through the door that a person's own files take. */
class RealDataIT {

    @Test
    void onlineRetailIsReadCleanedLearnedAndDelivered() throws Exception {
        Path data = shared("data/online-retail");
        try (Stand stand = Stand.fresh("online-retail", House.OPEN)) {
            OwnFilesStory story = new OwnFilesStory(stand.stage(), OwnFiles.in(data));

            assertThat(story.told()).isTrue();

            assertThat(story.reports()).containsOnlyKeys("online_retail.parquet");
            JsonNode report = story.reports().get("online_retail.parquet");
            assertThat(report.path("rowsIn").asLong()).isEqualTo(541_909);
            JsonNode quality = report.path("quality");
            assertThat(quality.path("withoutIdentity").asLong()).isEqualTo(135_080);
            assertThat(quality.path("exactDuplicates").asLong()).isEqualTo(5_268);
            assertThat(quality.path("negativeQuantities").asLong()).isEqualTo(10_624);
            assertThat(quality.path("pricesNotPositive").asLong()).isEqualTo(2_517);
            JsonNode usable = quality.path("usablePurchases");
            assertThat(usable.path("rows").asLong()).isEqualTo(397_884);
            assertThat(usable.path("customers").asLong()).isEqualTo(4_338);
            assertThat(usable.path("revenue").asDouble()).isEqualTo(8_911_407.90, within(0.005));
            assertThat(stand.receiver().traffic().forged()).isZero();
        }
    }

    @Test
    void cdnowIsReadThoughItHasNoCommasAndDelivered() throws Exception {
        Path data = shared("data/cdnow");
        try (Stand stand = Stand.fresh("cdnow", House.OPEN)) {
            OwnFilesStory story = new OwnFilesStory(stand.stage(), OwnFiles.in(data));

            assertThat(story.told()).isTrue();

            JsonNode report = story.reports().get("CDNOW_master.txt");
            assertThat(report.path("rowsIn").asLong()).isEqualTo(69_659);
            assertThat(report.path("invalid").asLong()).isZero();
            assertThat(report.path("profilesCreated").asLong()).isEqualTo(23_570);
            assertThat(report.path("quality").path("from").asText()).startsWith("1997-01-01");
            assertThat(report.path("quality").path("to").asText()).startsWith("1998-06-30");
            assertThat(story.prediction().path("auc").asDouble()).isBetween(0.772, 0.9);
        }
    }

    private static Path shared(String path) {
        Path folder = Optional.ofNullable(System.getenv("KOHORTE_SHARED_DATA"))
                .map(Path::of)
                .orElse(Stand.ROOT.resolveSibling("shared"))
                .resolve(path);
        assumeTrue(Files.isDirectory(folder), "the data set " + path + " is not here; set KOHORTE_SHARED_DATA");
        return folder;
    }
}
