// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.util.Map;

/** A vendor's answer. */
public record VendorAnswer(int status, Map<String, String> headers, String body) {

    public VendorAnswer {
        headers = Map.copyOf(headers);
    }

    public static VendorAnswer json(int status, String body) {
        return new VendorAnswer(status, Map.of("content-type", "application/json"), body);
    }

    public static VendorAnswer empty(int status) {
        return new VendorAnswer(status, Map.of(), "");
    }

    ResponseDefinitionBuilder wire() {
        var response = ResponseDefinitionBuilder.responseDefinition()
                .withStatus(status)
                .withBody(body);
        headers.forEach(response::withHeader);
        return response;
    }
}
