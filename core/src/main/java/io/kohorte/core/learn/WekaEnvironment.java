// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

import java.nio.file.Path;
import java.util.Map;

/**
 * What must be set before the first Weka class is loaded: pure Java linear algebra (the native one is searched for and written into the
 * temporary folder otherwise), a home of our own, and no package manager that looks for the internet.
 */
public final class WekaEnvironment {
    private static final String NETLIB = "com.github.fommil.netlib.";
    private static final Map<String, String> SETTINGS = Map.of(
            NETLIB + "BLAS",
            NETLIB + "F2jBLAS",
            NETLIB + "LAPACK",
            NETLIB + "F2jLAPACK",
            NETLIB + "ARPACK",
            NETLIB + "F2jARPACK",
            "weka.packageManager.offline",
            "true",
            "weka.packageManager.loadPackages",
            "false",
            "java.awt.headless",
            "true");

    private WekaEnvironment() {}

    /** Sets everything; {@code home} is a folder of ours that Weka may write to. */
    public static void prepare(Path home) {
        SETTINGS.forEach(System::setProperty);
        System.setProperty("WEKA_HOME", home.toAbsolutePath().toString());
    }

    /** Called by whatever touches Weka: sets what nobody has set yet, with a home in the temporary folder. */
    public static void ensure() {
        if (System.getProperty("WEKA_HOME") == null) {
            prepare(Path.of(System.getProperty("java.io.tmpdir"), "kohorte-weka-" + System.getProperty("user.name")));
        }
    }
}
