// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import static io.kohorte.core.platform.Api.admin;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A jar in the plug-in folder speaks German over the API, without a word of it in the application. */
@QuarkusTest
@TestProfile(SpokenPluginTest.WithPlugin.class)
class SpokenPluginTest {

    /** One plug-in that brings its German. */
    public static final class WithPlugin implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                var plugins = Files.createTempDirectory("plugins");
                TinyJar.write(
                        plugins.resolve("tiny.jar"),
                        "tiny",
                        "example.Tiny",
                        Map.of(
                                "example/sentences.de.json",
                                """
                                {"Tiny has no list '{0}'.": "Tiny hat keine Liste „{0}“."}"""));
                return Map.of("kohorte.plugins-dir", plugins.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void theSentenceOfAPluginIsSaidInTheLanguageAskedFor() {
        var id = admin().body(Map.of("name", "Tiny", "connector", "tiny", "settings", Map.of()))
                .post("/api/v1/destinations")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");

        admin().header("Accept-Language", "de")
                .post("/api/v1/destinations/" + id + ":check")
                .then()
                .statusCode(200)
                .body("problems[0].message", equalTo("Tiny hat keine Liste „VIP“."))
                .body("problems[0].code", equalTo("AUDIENCE_GONE"));
        admin().post("/api/v1/destinations/" + id + ":check")
                .then()
                .body("problems[0].message", equalTo("Tiny has no list 'VIP'."));
    }
}
