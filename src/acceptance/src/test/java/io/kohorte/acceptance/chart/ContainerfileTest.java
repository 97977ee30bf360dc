// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The image and the chart that runs it are written down apart; here they meet. */
final class ContainerfileTest {

    private static final Path ROOT = Path.of(System.getProperty("kohorte.root"));
    private static final Path BUILT = ROOT.resolve("core/target/quarkus-app");

    private List<String> file;
    private JsonObject pod;
    private JsonObject container;

    @BeforeEach
    void readBoth() throws IOException {
        file = Files.readAllLines(ROOT.resolve("src/build/Containerfile"));
        var chart = ROOT.resolve("helm/kohorte");
        pod = ChartTest.objects(new Helm(chart)
                        .template()
                        .withKubeVersion("1.35.0")
                        .withValuesFile(chart.resolve("ci/one-values.yaml"))
                        .call())
                .stream()
                .filter(object -> object.get("kind").getAsString().equals("Deployment"))
                .findFirst()
                .orElseThrow()
                .getAsJsonObject("spec")
                .getAsJsonObject("template")
                .getAsJsonObject("spec");
        container = pod.getAsJsonArray("containers").get(0).getAsJsonObject();
    }

    @Test
    void both_mean_the_same_port() {
        assertThat(container
                        .getAsJsonArray("ports")
                        .get(0)
                        .getAsJsonObject()
                        .get("containerPort")
                        .getAsString())
                .isEqualTo(one("EXPOSE (\\d+)"));
    }

    @Test
    void both_mean_the_same_user_who_is_not_root() {
        var security = pod.getAsJsonObject("securityContext");
        assertThat(one("USER (\\S+)"))
                .isEqualTo(security.get("runAsUser").getAsString() + ":"
                        + security.get("runAsGroup").getAsString())
                .doesNotStartWith("0");
    }

    @Test
    void both_mean_the_same_folder_of_data_and_the_chart_mounts_a_volume_there() {
        var folder = one("VOLUME (\\S+)");
        assertThat(one("ENV KOHORTE_DATA_DIR=(\\S+) .*")).isEqualTo(folder);
        assertThat(values("env", "KOHORTE_DATA_DIR", "value")).containsExactly(folder);
        assertThat(values("volumeMounts", "data", "mountPath")).containsExactly(folder);
    }

    @Test
    void the_options_the_chart_gives_to_java_reach_it_and_so_do_signals() {
        assertThat(values("env", "JAVA_OPTS_APPEND", "value")).hasSize(1);
        assertThat(one("ENTRYPOINT (.*)")).contains("exec java $JAVA_OPTS_APPEND -jar");
    }

    @Test
    void everything_it_copies_is_built_and_the_connectors_are_in_it() throws IOException {
        assumeThat(BUILT).as("the application is packaged").exists();
        var copied = matches("COPY (\\S+) /opt/kohorte/(\\S+)");
        assertThat(copied).hasSize(4);
        assertThat(copied).allSatisfy(name -> assertThat(BUILT.resolve(name)).exists());
        try (Stream<Path> built = Files.list(BUILT)) {
            assertThat(built.map(path -> path.getFileName().toString()).filter(name -> !name.endsWith(".txt")))
                    .containsExactlyInAnyOrderElementsOf(copied);
        }
        try (Stream<Path> libraries = Files.list(BUILT.resolve("lib/main"))) {
            assertThat(libraries.map(path -> path.getFileName().toString()))
                    .anyMatch(name -> name.contains("kohorte-connector-webhook"))
                    .anyMatch(name -> name.contains("kohorte-connector-salesforce"));
        }
    }

    private String one(String pattern) {
        var found = matches(pattern);
        assertThat(found).as(pattern).hasSize(1);
        return found.get(0);
    }

    private List<String> matches(String pattern) {
        return file.stream()
                .map(Pattern.compile(pattern)::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(line -> line.group(1))
                .toList();
    }

    private List<String> values(String list, String name, String key) {
        return container.getAsJsonArray(list).asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(one -> one.get("name").getAsString().equals(name))
                .map(one -> one.get(key).getAsString())
                .toList();
    }
}
