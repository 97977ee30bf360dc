// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A vendor's description of its interface; perhaps only of a part of it, that is of some paths, and of some methods there. */
final class OpenApi {

    private static final Set<String> NOT_DESCRIBED =
            Set.of("validation.request.path.missing", "validation.request.operation.notAllowed");

    private final OpenApiInteractionValidator validator;

    private OpenApi(OpenApiInteractionValidator validator) {
        this.validator = validator;
    }

    static OpenApi read(Path file) {
        return new OpenApi(OpenApiInteractionValidator.createForSpecificationUrl(
                        file.toUri().toString())
                .withLevelResolver(LevelResolver.create()
                        .withLevel("validation.request.security", ValidationReport.Level.IGNORE)
                        .build())
                .build());
    }

    boolean knows(VendorCall call) {
        return messages(call).stream().noneMatch(message -> NOT_DESCRIBED.contains(message.getKey()));
    }

    /** What the description has against this request; nothing where it does not describe the path or the method. */
    List<String> objections(VendorCall call) {
        return knows(call)
                ? messages(call).stream()
                        .map(ValidationReport.Message::toString)
                        .toList()
                : List.of();
    }

    private List<ValidationReport.Message> messages(VendorCall call) {
        return validator.validateRequest(request(call)).getMessages();
    }

    private static Request request(VendorCall call) {
        var parts = call.path().split("\\?", 2);
        var request = new SimpleRequest.Builder(call.method().toUpperCase(Locale.ROOT), parts[0]);
        call.headers().forEach(request::withHeader);
        if (parts.length > 1) {
            for (var pair : parts[1].split("&", -1)) {
                var parameter = pair.split("=", 2);
                request.withQueryParam(decoded(parameter[0]), parameter.length > 1 ? decoded(parameter[1]) : "");
            }
        }
        if (!call.body().isEmpty()) {
            request.withBody(call.body());
        }
        return request.build();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
