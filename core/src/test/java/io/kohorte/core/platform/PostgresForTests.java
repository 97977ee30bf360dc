// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import io.kohorte.core.platform.postgres.EmbeddedPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/**
 * The database of every {@code @QuarkusTest}: the same PostgreSQL, started by the same code as in production. Its folder
 * stays between runs, which saves the set-up; all else in the data folder goes.
 */
public final class PostgresForTests implements QuarkusTestResourceLifecycleManager {

    private DataFolder folder;
    private EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        try {
            folder = DataFolder.open(Path.of("target/test-data"));
            clear();
            postgres = EmbeddedPostgres.start(folder, sentence -> {});
            return Map.of(
                    "quarkus.datasource.jdbc.url", postgres.jdbcUrl(),
                    "quarkus.datasource.username", postgres.user(),
                    "quarkus.datasource.password", postgres.password(),
                    "kohorte.data-dir", folder.path().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try {
            if (postgres != null) {
                postgres.close();
                folder.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void clear() throws IOException {
        try (var all = Files.walk(folder.path())) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                var name = folder.path().relativize(path).toString();
                if (!name.isEmpty() && !name.startsWith("postgresql") && !name.equals("kohorte.lock")) {
                    Files.delete(path);
                }
            }
        }
    }
}
