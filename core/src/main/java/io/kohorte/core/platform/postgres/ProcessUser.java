// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * As whom PostgreSQL's programs run. They refuse to run as root and for a user without a name, both of which are usual
 * in containers.
 *
 * @param prefix words before each command; empty when the user of this process will do
 * @param owner numeric {@code uid:gid} that must own the files first; empty text when they need not change hands
 */
record ProcessUser(List<String> prefix, String owner) {

    /** {@code nobody}, on all systems we know. */
    private static final String NOBODY = "65534";

    ProcessUser {
        prefix = List.copyOf(prefix);
    }

    /**
     * Finds a way that works here.
     *
     * <p>A user namespace without a mapping is first choice: the process keeps its rights on its files, also in
     * {@code /root}, but sees itself as {@code nobody}. Where the kernel forbids that, root can become {@code nobody} for
     * good; the files must then belong to it.
     *
     * @throws IOException if root can do neither
     */
    static ProcessUser find(Path workplace) throws IOException {
        if (Command.run(workplace, List.of("id", "-un")).succeeded()
                && !Command.run(workplace, List.of("id", "-u")).output().strip().equals("0")) {
            return new ProcessUser(List.of(), "");
        }
        var apart = List.of("unshare", "--user");
        if (worksAsOther(workplace, apart)) {
            return new ProcessUser(apart, "");
        }
        var nobody = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
        if (worksAsOther(workplace, nobody)) {
            return new ProcessUser(nobody, NOBODY + ":" + NOBODY);
        }
        throw new IOException(
                "PostgreSQL refuses to run as root or as a user without a name, and neither 'unshare --user'"
                        + " nor 'setpriv' works here. Start Kohorte as an ordinary user, or set QUARKUS_DATASOURCE_JDBC_URL");
    }

    List<String> command(List<String> words) {
        var all = new ArrayList<>(prefix);
        all.addAll(words);
        return all;
    }

    private static boolean worksAsOther(Path workplace, List<String> prefix) throws IOException {
        var words = new ArrayList<>(prefix);
        words.addAll(List.of("id", "-un"));
        return Command.run(workplace, words).succeeded();
    }
}
