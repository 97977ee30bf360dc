// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.client;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * How to start the application.
 *
 * @param jar the packaged {@code quarkus-run.jar}
 * @param data its data folder; kept when it ends
 * @param password of the user {@code admin}, used when the data folder is new
 * @param jvmOptions for example {@code -Xmx1g}
 */
public record AppPlan(Path jar, Path data, int port, String password, List<String> jvmOptions) {

    public AppPlan {
        jvmOptions = List.copyOf(jvmOptions);
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
