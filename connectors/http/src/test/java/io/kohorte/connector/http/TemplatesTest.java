// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import static io.kohorte.connector.http.Api.change;
import static io.kohorte.connector.http.Api.enters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.identity.Hash;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values are placed, and nothing else: whatever they hold, they stay values. */
final class TemplatesTest {

    private final Api api = new Api();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void keeps_the_type_of_a_value_that_stands_alone() {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("score", FieldValue.of(new BigDecimal("0.870")));
        fields.put("vip", FieldValue.of(true));
        fields.put("seen", FieldValue.of(Instant.parse("2026-11-01T08:00:00Z")));
        fields.put("city", FieldValue.EMPTY);
        api.write(
                Map.of(
                        "addBody",
                        "{\"score\":\"{{field.score}}\",\"vip\":\"{{ field.vip }}\",\"seen\":\"{{field.seen}}\","
                                + "\"city\":\"{{field.city}}\",\"other\":\"{{field.other}}\","
                                + "\"words\":\"{{field.score}} for {{key}}\",\"all\":\"{{fields}}\",\"fixed\":[1,null]}"),
                change(MemberChange.Kind.ADD, "max@example.com", fields));
        assertThat(api.request().getBodyAsString())
                .isEqualTo("{\"score\":0.870,\"vip\":true,\"seen\":\"2026-11-01T08:00:00Z\",\"city\":null,"
                        + "\"words\":\"0.870 for max@example.com\",\"all\":{\"score\":0.870,\"vip\":true,"
                        + "\"seen\":\"2026-11-01T08:00:00Z\",\"city\":null},\"fixed\":[1,null]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\",\"admin\":true,\"x\":\"",
                "\\\"}],\"role\":\"root",
                "{{audience.key}}",
                "line\r\nX-Evil: 1\u0000\u2028",
                "\ud83d\ude00 Ünïcode \ud800 half"
            })
    void no_value_becomes_structure_of_the_body(String value) {
        api.write(
                Map.of("addBody", "{\"name\":\"{{field.name}}\",\"words\":\"Dear {{field.name}}!\"}"),
                change(MemberChange.Kind.ADD, "max@example.com", Map.of("name", FieldValue.of(value))));
        var sent = Json.read(api.request().getBody()).orElseThrow();
        var whole = value.replace('\ud800', '\ufffd');
        assertThat(sent).hasSize(2);
        assertThat(sent.path("name").asText()).isEqualTo(whole);
        assertThat(sent.path("words").asText()).isEqualTo("Dear " + whole + "!");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/../../admin",
                "x?role=admin&y=1",
                "x#fragment",
                "@evil.example/",
                "//evil.example/",
                "\\\\evil.example\\",
                "%2e%2e%2fadmin",
                "a\r\nHost: evil.example"
            })
    void no_value_becomes_structure_of_the_address(String value) {
        api.write(Map.of("addPath", "/people/{{key}}/x?name={{key}}"), change(MemberChange.Kind.ADD, value, Map.of()));
        var encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
        assertThat(api.request().getAbsoluteUrl())
                .isEqualTo(api.server.baseUrl() + "/v1/people/" + encoded + "/x?name=" + encoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void a_value_that_climbs_in_the_address_is_refused(String value) {
        var outcomes = api.write(Map.of("addPath", "/people/{{key}}/tags"), enters(value));
        assertThat(outcomes).singleElement().isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> assertThat(
                        rejected.problem().code())
                .isEqualTo(ProblemCode.IDENTIFIER_INVALID));
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void no_value_ends_a_header() {
        api.write(
                Map.of("headers", Map.of("X-Person", "name={{field.name}}")),
                change(
                        MemberChange.Kind.ADD,
                        "max@example.com",
                        Map.of("name", FieldValue.of("Müller\r\nX-Evil: \"1\" 5%"))));
        assertThat(api.request().getHeader("X-Person")).isEqualTo("name=M%C3%BCller%0D%0AX-Evil:%20%221%22%205%25");
        assertThat(api.request().containsHeader("X-Evil")).isFalse();
    }

    @Test
    void hashes_what_was_normalised_and_nothing_twice() {
        var digest = Hash.SHA256_HEX.of("max@example.com");
        api.write(
                Map.of("addBody", "{\"h\":\"{{key | email | sha256}}\"}"),
                enters(" Max@Example.COM "),
                enters(digest.toUpperCase(Locale.ROOT)));
        assertThat(api.requests()).hasSize(2).allSatisfy(request -> assertThat(request.getBodyAsString())
                .isEqualTo("{\"h\":\"" + digest + "\"}"));
    }

    @Test
    void an_identifier_that_its_rule_leaves_nothing_of_is_never_sent() {
        var outcomes = api.write(Map.of("addBody", "{\"h\":\"{{key | email | sha256}}\"}"), enters("no address"));
        assertThat(outcomes).singleElement().isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> assertThat(
                        rejected.problem().code())
                .isEqualTo(ProblemCode.IDENTIFIER_INVALID));
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void sends_pairs_as_a_form() {
        api.write(
                Map.of(
                        "bodyFormat",
                        "form",
                        "addBody",
                        "{\"email\":\"{{key}}\",\"note\":\"{{field.note}}\",\"gone\":\"{{field.gone}}\"}"),
                change(
                        MemberChange.Kind.ADD,
                        "max+a@example.com",
                        Map.of("note", FieldValue.of("a=1&b=ü"), "gone", FieldValue.EMPTY)));
        assertThat(api.request().getBodyAsString())
                .isEqualTo("email=max%2Ba%40example.com&note=a%3D1%26b%3D%C3%BC&gone=");
        assertThat(api.request().getHeader("content-type")).isEqualTo("application/x-www-form-urlencoded");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "addBody | {\"a\": {{key}}}",
                "addBody | {\"{{key}}\": 1}",
                "addBody | {\"a\":\"{{nobody}}\"}",
                "addBody | {\"a\":\"{{field.}}\"}",
                "addBody | {\"a\":\"{{key\"}",
                "addPath | /x/{{rows}}",
                "headers | {{key",
                "codes | NO_SUCH_CODE",
                "resultsPointer | results"
            })
    void a_template_with_a_mistake_is_named_by_its_setting(String setting, String text) {
        var map = setting.equals("headers") || setting.equals("codes");
        var value = map ? Map.of("X-A", text) : text;
        assertThatThrownBy(() -> api.write(Map.of(setting, value), enters("max@example.com")))
                .isInstanceOfSatisfying(ConnectorException.class, failure -> {
                    assertThat(failure.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING);
                    assertThat(failure.problem().field()).isEqualTo(setting);
                });
        assertThat(new HttpConnector().check(api.settings(Map.of(setting, value)), Api.context()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.pointer()).isEqualTo("/" + setting));
        assertThat(api.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "Content-Length", "Authorization", "Transfer-Encoding", "A B", "X:Y", ""})
    void headers_of_the_transport_cannot_be_set(String header) {
        for (var setting : new String[] {"headers", "secretHeaders"}) {
            assertThatThrownBy(() -> api.write(Map.of(setting, Map.of(header, "x")), enters("max@example.com")))
                    .isInstanceOfSatisfying(
                            ConnectorException.class,
                            failure -> assertThat(failure.problem().field()).isEqualTo(setting));
        }
    }
}
