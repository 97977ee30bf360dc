// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the JMH benchmarks of this module. */
public final class Microbenchmarks {

    private Microbenchmarks() {}

    public static void main(String[] arguments) throws RunnerException {
        new Runner(new OptionsBuilder().include("io.kohorte.bench").build()).run();
    }
}
