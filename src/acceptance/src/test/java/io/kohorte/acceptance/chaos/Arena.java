// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import io.kohorte.demo.client.AppPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** All that is attacked, and all that attacks it. */
record Arena(
        Postgres postgres,
        Nodes nodes,
        List<Vendor> vendors,
        Installation installation,
        People people,
        Editor editor,
        Calls calls,
        Withdrawals withdrawals,
        Lots lots)
        implements AutoCloseable {

    private static final int PEOPLE = 400;

    /**
     * @param folder emptied first
     * @param jar the packaged application
     */
    static Arena open(Path folder, Path jar, int nodeCount) throws IOException, InterruptedException, SQLException {
        Disk.release(folder);
        Installation.empty(folder);
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            Postgres postgres = keep(opened, Postgres.started(folder.resolve("database")));
            Withdrawals withdrawals = new Withdrawals();
            List<Vendor> vendors = List.of(
                    keep(opened, Vendor.addressed("addressed", withdrawals)),
                    keep(opened, Vendor.careful("shared", withdrawals)),
                    keep(opened, Vendor.careful("hanging", withdrawals)),
                    keep(opened, Vendor.forgetful("forgetful", withdrawals)));
            AddressedWebhook.packInto(folder.resolve("plugins"));
            ForgetfulWebhook.packInto(folder.resolve("plugins"));
            Map<String, String> shared = Map.of(
                    "KOHORTE_SECRETS_KEY",
                    key(),
                    "KOHORTE_PROFILE_IDENTITY_LIMIT",
                    "1000",
                    "KOHORTE_PLUGINS_DIR",
                    folder.resolve("plugins").toString());
            String password = AppPlan.freshPassword();
            List<Node> nodes = new ArrayList<>();
            for (int i = 0; i < nodeCount; i++) {
                nodes.add(keep(opened, Node.started(i, folder, jar, postgres, password, shared)));
            }
            People people = People.drawn(PEOPLE, new SplittableRandom(PEOPLE));
            Installation installation = Installation.of(nodes.get(0).api(), folder, people, vendors);
            people.number(Kept.in(postgres).numbers());
            Nodes all = new Nodes(nodes);
            Calls calls = new Calls(all);
            Editor editor = new Editor(people, installation, calls, withdrawals);
            return new Arena(postgres, all, vendors, installation, people, editor, calls, withdrawals, new Lots());
        } catch (IOException | InterruptedException | SQLException | RuntimeException failure) {
            close(opened, failure);
            throw failure;
        }
    }

    private static <T extends AutoCloseable> T keep(List<AutoCloseable> opened, T one) {
        opened.add(0, one);
        return one;
    }

    private static void close(List<AutoCloseable> opened, Exception failure) {
        for (AutoCloseable one : opened) {
            try {
                one.close();
            } catch (Exception also) {
                failure.addSuppressed(also);
            }
        }
    }

    private static String key() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    Node node(int number) {
        return nodes.get(number);
    }

    Vendor vendor(int number) {
        return vendors.get(number % vendors.size());
    }

    Installation.Sync sync(int number) {
        return installation.syncs().get(number % installation.syncs().size());
    }

    long requests() {
        return vendors.stream().mapToLong(Vendor::requests).sum();
    }

    /** Nodes first: what they stand on ends last. */
    @Override
    public void close() throws IOException {
        nodes.close();
        for (Vendor vendor : vendors) {
            vendor.close();
        }
        postgres.close();
    }
}
