// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weka.core.Environment;
import weka.core.Instances;

final class WekaEnvironmentTest {

    @Test
    void weka_is_told_to_stay_offline_and_to_calculate_in_java(@TempDir Path home) {
        WekaEnvironment.prepare(home);

        Instances touched = WekaInstances.unlabelled(new Matrix(java.util.List.of("a"), new float[][] {{1, 2, 3}}, 3));

        assertThat(touched).hasSize(3);
        assertThat(System.getProperty("weka.packageManager.offline")).isEqualTo("true");
        assertThat(System.getProperty("weka.packageManager.loadPackages")).isEqualTo("false");
        assertThat(System.getProperty("com.github.fommil.netlib.LAPACK"))
                .isEqualTo("com.github.fommil.netlib.F2jLAPACK");
        assertThat(Environment.getSystemWide()).isNotNull();
        assertThat(Files.exists(home.resolve("repCache"))).isFalse();
    }
}
