// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.client;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * How to start the application.
 *
 * @param jar the packaged {@code quarkus-run.jar}
 * @param data its data folder; kept when it ends
 * @param password of the user {@code admin}, used when the data folder is new
 * @param jvmOptions for example {@code -Xmx1g}
 * @param settings environment variables beside those, for example {@code KOHORTE_ROLES}
 */
public record AppPlan(
        Path jar, Path data, int port, String password, List<String> jvmOptions, Map<String, String> settings) {

    public AppPlan {
        jvmOptions = List.copyOf(jvmOptions);
        settings = Map.copyOf(settings);
    }

    public AppPlan(Path jar, Path data, int port, String password, List<String> jvmOptions) {
        this(jar, data, port, password, jvmOptions, Map.of());
    }

    /** The same with other settings. */
    public AppPlan with(Map<String, String> others) {
        return new AppPlan(jar, data, port, password, jvmOptions, others);
    }

    /** Where it writes what it does. */
    public Path log() {
        return data.resolve("kohorte.log");
    }

    public static String freshPassword() {
        byte[] bytes = new byte[12];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return jar + " on port " + port + " with data in " + data;
    }
}
