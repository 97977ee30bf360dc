// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What a process kept on its heap, as its collector logged it.
 *
 * @param before a collection, at the most, in MB
 * @param after a collection, at the most, in MB: what was really in use
 */
record Heap(int before, int after) {

    private static final Pattern PAUSE = Pattern.compile("(\\d+)M->(\\d+)M\\(");

    /** The option that makes a process write such a log. */
    static String logging(Path log) {
        return "-Xlog:gc:file=" + log;
    }

    static Heap in(Path log) throws IOException {
        return since(log, 0);
    }

    /** @param lines that the log had when the part of interest began, see {@link #lines} */
    static Heap since(Path log, int lines) throws IOException {
        var heap = new Heap(0, 0);
        var all = Files.readAllLines(log);
        for (var line : all.subList(lines, all.size())) {
            var pause = PAUSE.matcher(line);
            if (pause.find()) {
                heap = new Heap(
                        Math.max(heap.before, Integer.parseInt(pause.group(1))),
                        Math.max(heap.after, Integer.parseInt(pause.group(2))));
            }
        }
        return heap;
    }

    static int lines(Path log) throws IOException {
        return Files.readAllLines(log).size();
    }

    @Override
    public String toString() {
        return String.format("at most %,d MB before a collection and %,d MB after one", before, after);
    }
}
