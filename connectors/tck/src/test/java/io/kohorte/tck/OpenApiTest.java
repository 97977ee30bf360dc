// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenApiTest {

    private static final String SLICE =
            """
            {"openapi":"3.0.3","info":{"title":"events","version":"1"},"paths":{"/events":{"post":{
             "requestBody":{"required":true,"content":{"application/json":{"schema":{
              "type":"object","required":["name"],"properties":{"name":{"type":"string"}}}}}},
             "responses":{"202":{"description":"taken"}}}}}}""";

    @Test
    void only_what_is_described_is_held_against_the_description(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("slice.json"), SLICE);
        var description = OpenApi.read(file);

        assertThat(description.objections(call("POST", "/events", "{\"name\":\"entered\"}")))
                .isEmpty();
        assertThat(description.objections(call("POST", "/events", "{\"name\":7}")))
                .isNotEmpty();
        for (var elsewhere : List.of(call("GET", "/events", ""), call("POST", "/lists", "{}"))) {
            assertThat(description.knows(elsewhere)).isFalse();
            assertThat(description.objections(elsewhere)).isEmpty();
        }
    }

    private static VendorCall call(String method, String path, String body) {
        var headers = body.isEmpty() ? Map.<String, String>of() : Map.of("content-type", "application/json");
        return new VendorCall(method, path, headers, body, List.of());
    }
}
