// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.acceptance.Stand;
import io.kohorte.demo.receiver.House;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A connector begun with the guide's command, built outside this repository, and put into the plug-in folder. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StrangersConnectorIT {

    private static final String ID = "loyal-mail";

    private Stranger stranger;
    private Stand stand;

    @BeforeAll
    void write_it_build_it_and_install_it(@TempDir Path elsewhere) throws IOException, InterruptedException {
        assumeFalse(
                System.getProperty("maven.settings", "").contains("offline=true"),
                "skipped: Maven is offline, and a build outside fetches versions of libraries that ours does not have");
        stranger = new Stranger(
                Stand.ROOT.resolve("src/acceptance/target/published"), elsewhere.resolve("kohorte-connector-" + ID));
        stranger.publish();
        stranger.begin(ID, "com.example.loyal");
        stranger.build(System.getProperty("maven.repository"));
        Path plugins = Files.createDirectories(elsewhere.resolve("plugins"));
        Files.copy(stranger.jar(), plugins.resolve(stranger.jar().getFileName()));
        stand = Stand.fresh("stranger", House.bouncing(0), Map.of("KOHORTE_PLUGINS_DIR", plugins.toString()));
    }

    @AfterAll
    void close() {
        if (stand != null) {
            stand.close();
        }
    }

    @Test
    @Order(1)
    void is_certified_where_it_was_built() throws IOException {
        JsonNode card = new ObjectMapper().readTree(stranger.scoreCard(ID).toFile());
        assertThat(card.path("connector").asText()).isEqualTo(ID);
        assertThat(card.path("certified").asBoolean()).isTrue();
        int passed = 0;
        for (JsonNode contract : card.path("tests")) {
            passed += contract.path("passed").asInt();
        }
        assertThat(passed).as("scenarios played").isGreaterThan(100);
    }

    @Test
    @Order(2)
    void brings_its_libraries_along_and_takes_the_contract_from_the_application() throws IOException {
        try (JarFile jar = new JarFile(stranger.jar().toFile())) {
            assertThat(jar.getEntry("com/example/loyal/LoyalMailConnector.class"))
                    .isNotNull();
            assertThat(jar.getEntry("okhttp3/OkHttpClient.class")).isNotNull();
            List<String> ours = jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.matches("io/kohorte/(spi|tck)/.*"))
                    .toList();
            assertThat(ours).isEmpty();
        }
    }

    @Test
    @Order(3)
    void stands_in_the_catalogue_of_the_application() {
        JsonNode catalogue = stand.api().get("connectors");
        var listed = new ArrayList<String>();
        catalogue.path("items").forEach(item -> listed.add(item.path("id").asText()));
        assertThat(listed).contains(ID, "webhook");
        assertThat(catalogue.path("broken").isEmpty()).isTrue();
    }

    @Test
    @Order(4)
    void delivers_refuses_removes_and_hears_back() throws IOException, InterruptedException {
        try (Journey journey = new Journey(stranger.contract(), 0, stand.stage(), stand.folder())) {
            journey.travel();
        }
    }
}
