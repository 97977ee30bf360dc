// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which of a person's files are data to import. In a folder, the same data given twice counts once, and what only describes or
 * sums up the data is left out; every file that is left out is named with its reason.
 *
 * @param data in the order of their names
 * @param leftOut a sentence for each file that is not imported
 */
public record OwnFiles(List<Path> data, List<String> leftOut) {

    private static final List<String> PACKED = List.of(".xz", ".gz", ".zst");
    // the first of two forms of the same data is taken: it keeps the types
    private static final List<String> KINDS = List.of(".parquet", ".ndjson", ".jsonl", ".csv", ".tsv", ".txt");

    public static OwnFiles in(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new StoryFailure("there is nothing at " + path);
        }
        if (Files.isRegularFile(path)) {
            return new OwnFiles(List.of(path), List.of());
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(path)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        return chosen(files);
    }

    private static OwnFiles chosen(List<Path> files) {
        List<String> leftOut = new ArrayList<>();
        Map<String, Path> byStem = new TreeMap<>();
        for (Path file : files) {
            String name = name(file);
            if (kind(name) < 0) {
                leftOut.add(name + " is no data file (csv, txt, ndjson or parquet, also packed).");
            } else if (stem(name).contains("summary") || stem(name).equals("truth")) {
                leftOut.add(name + " sums up the data; it is not the data.");
            } else {
                Path other = byStem.get(stem(name));
                Path better = other == null || kind(name) < kind(name(other)) ? file : other;
                if (other != null) {
                    Path worse = better.equals(file) ? other : file;
                    leftOut.add(name(worse) + " holds the same data as " + name(better) + ".");
                }
                byStem.put(stem(name), better);
            }
        }
        byStem.keySet().stream()
                .filter(stem -> stem.endsWith("_sample"))
                .filter(stem -> byStem.containsKey(stem.replace("_sample", "_master")))
                .toList()
                .forEach(stem -> leftOut.add(name(byStem.remove(stem)) + " is a sample of the master file beside it."));
        if (byStem.isEmpty()) {
            throw new StoryFailure("there is no data file in the folder. " + String.join(" ", leftOut));
        }
        return new OwnFiles(List.copyOf(byStem.values()), leftOut);
    }

    /** Rank among the kinds; -1 when it is none. */
    private static int kind(String name) {
        String bare = unpacked(name);
        for (int i = 0; i < KINDS.size(); i++) {
            if (bare.endsWith(KINDS.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static String stem(String name) {
        String bare = unpacked(name);
        return bare.substring(0, bare.lastIndexOf('.'));
    }

    private static String unpacked(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String packed : PACKED) {
            if (lower.endsWith(packed)) {
                return lower.substring(0, lower.length() - packed.length());
            }
        }
        return lower;
    }

    static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
