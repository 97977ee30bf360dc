// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** A file, read the way a customer's files are. */
final class ImportedFile {
    private ImportedFile() {}

    /** Answers the number of a source with this mapping. */
    static int source(String mapping) {
        return admin().body("{\"name\":\"" + UUID.randomUUID() + "\",\"kind\":\"file\",\"mapping\":" + mapping + "}")
                .post("/api/v1/sources")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** Returns when every row has been taken in. */
    static void read(int source, String csv) {
        int id = admin().contentType("application/octet-stream")
                .queryParam("filename", "week.csv")
                .body(csv.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/sources/{id}/imports", source)
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        String state;
        do {
            LockSupport.parkNanos(20_000_000);
            state = admin().get("/api/v1/imports/{id}", id).then().extract().path("state");
        } while (List.of("queued", "running").contains(state));
        assertThat(state).isEqualTo("completed");
    }
}
