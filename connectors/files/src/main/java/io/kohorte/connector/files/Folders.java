// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Names of folders that mean the same everywhere, and never climb. */
final class Folders {

    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._=-]{0,99}");

    private Folders() {}

    /**
     * Without slashes at either end.
     *
     * @param setting that gives the folder
     */
    static String checked(String setting, String folder) {
        var name = folder.strip().replaceAll("^/+|/+$", "");
        if (name.isEmpty()
                || !Arrays.stream(name.split("/", -1))
                        .allMatch(segment -> SEGMENT.matcher(segment).matches())) {
            throw Mistake.in(
                    setting,
                    "A folder has letters, digits, dots, dashes and underscores between its slashes, and no dot first.");
        }
        return name;
    }

    /** A name of ours as the name of a folder. */
    static String slug(String key) {
        var slug = key.replaceAll("[^A-Za-z0-9_-]", "-");
        return slug.startsWith("-") ? "_" + slug : slug;
    }
}
