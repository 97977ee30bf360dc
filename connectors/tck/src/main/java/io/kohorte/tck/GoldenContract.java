// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What goes over the wire is written down in {@code src/test/resources/golden/<connector>}, for a change with no more than
 * it needs and for one with everything, so that a change of it shows in review.
 */
public interface GoldenContract extends ConnectorUnderTest {

    @ParameterizedTest
    @EnumSource
    default void sends_what_is_written_down(MemberChange.Kind kind, FakeVendor vendor) {
        if (!claims(CapabilityContract.needed(kind))) {
            return; // refused, as another test proves
        }
        compare(kind, "", change(kind, 0), vendor);
        var everything = everything(kind, 0);
        if (!everything.equals(change(kind, 0))) {
            compare(kind, "-everything", everything, vendor);
        }
    }

    private void compare(MemberChange.Kind kind, String suffix, MemberChange change, FakeVendor vendor) {
        try (var trial = Trial.at(this, vendor, "https://vendor.example")) {
            var preview = trial.destination
                    .audiences()
                    .preview(RemoteAudience.planned(audience()), trial.batch(List.of(change)));
            var file = Path.of(
                    "golden", connector().descriptor().id(), kind.name().toLowerCase(Locale.ROOT) + suffix + ".http");
            assertAsWritten(file, text(preview.requests()));
        }
    }

    private static void assertAsWritten(Path file, String actual) {
        var reviewed = Path.of("src", "test", "resources").resolve(file);
        try {
            if (Files.exists(reviewed) && Files.readString(reviewed).equals(actual)) {
                return;
            }
            var written = Path.of("target").resolve(file);
            Files.createDirectories(written.getParent());
            Files.writeString(written, actual);
            if (!Files.exists(reviewed)) {
                fail("nobody has reviewed yet what goes over the wire. If it is as it should be:%n  cp %s %s"
                        .formatted(written.toAbsolutePath(), reviewed.toAbsolutePath()));
            }
            assertThat(actual)
                    .as("what goes over the wire; accept it with%n  cp %s %s", written, reviewed)
                    .isEqualTo(Files.readString(reviewed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(List<WireRequest> requests) {
        return requests.stream().map(GoldenContract::text).collect(Collectors.joining("\n"));
    }

    private static String text(WireRequest request) {
        var headers = new TreeMap<>(request.headers());
        headers.remove("user-agent");
        return request.method() + " " + request.url() + "\n"
                + headers.entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue() + "\n")
                        .collect(Collectors.joining())
                + "\n" + body(request.body()) + "\n";
    }

    private static String body(String body) {
        return Json.read(body.getBytes(StandardCharsets.UTF_8))
                .filter(JsonNode::isContainerNode)
                .map(JsonNode::toPrettyString)
                .map(text -> text.replace("\r\n", "\n"))
                .orElse(body);
    }
}
