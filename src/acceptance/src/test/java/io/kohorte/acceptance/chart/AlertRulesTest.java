// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The alerts are what Prometheus understands, fire when they should, and ask for metrics that there are. */
final class AlertRulesTest {

    private static final Path ROOT = Path.of(System.getProperty("kohorte.root"));
    private static final Path RULES = ROOT.resolve(Path.of("helm", "kohorte", "rules"));

    @ParameterizedTest
    @ValueSource(strings = {"check rules kohorte.yaml", "test rules kohorte_test.yaml"})
    void promtool_agrees(String command) throws IOException, InterruptedException {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))),
                "there is no promtool here; Debian's package prometheus brings it");
        var promtool = new ProcessBuilder(("promtool " + command).split(" "))
                .directory(RULES.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
    }

    @Test
    void every_metric_of_the_alerts_is_in_the_guide() throws IOException {
        var guide = Files.readString(ROOT.resolve(Path.of("src", "docs", "guide", "observability.md")));
        var names = new TreeSet<String>();
        var metric = Pattern.compile("kohorte_[a-z_]+").matcher(Files.readString(RULES.resolve("kohorte.yaml")));
        while (metric.find()) {
            names.add(metric.group());
        }
        assertThat(names).hasSizeGreaterThan(5).allMatch(name -> guide.contains("| `" + name + "` |"));
    }
}
