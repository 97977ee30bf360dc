// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.web;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The API's own description, which clients are generated from. */
@QuarkusTest
class DescriptionTest {

    @Inject
    ObjectMapper json;

    @Test
    void words_to_choose_from_are_those_that_the_api_says() throws IOException {
        Map<String, List<Class<?>>> enums = ours(JavaClass::isEnum).collect(groupingBy(Class::getSimpleName));
        var untrue = new TreeMap<String, Set<String>>();
        var schemas = schemas();
        for (var schema : schemas.properties()) {
            Set<String> described = texts(schema.getValue().path("enum"));
            // two of the same name are told apart by a number
            var candidates = enums.getOrDefault(schema.getKey().replaceAll("[0-9]+$", ""), List.of());
            if (!described.isEmpty()
                    && candidates.stream().noneMatch(type -> said(type).equals(described))) {
                untrue.put(schema.getKey(), described);
            }
        }
        assertThat(schemas.path("AlertKind").path("enum")).isNotEmpty();
        assertThat(untrue).isEmpty();
    }

    @Test
    void numbers_of_things_are_numbers() throws IOException {
        var schemas = schemas();
        List<String> numbers = ours(type ->
                        type.isRecord() && type.getSimpleName().endsWith("Id"))
                .map(Class::getSimpleName)
                .filter(schemas::has)
                .toList();
        assertThat(numbers).hasSizeGreaterThan(5).allSatisfy(number -> assertThat(
                        schemas.path(number).path("type").asText())
                .isEqualTo("integer"));
    }

    private JsonNode schemas() throws IOException {
        return json.readTree(given().get("/q/openapi?format=json").asString()).at("/components/schemas");
    }

    private static Stream<Class<?>> ours(Predicate<JavaClass> which) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.kohorte").stream()
                        .filter(which)
                        .map(JavaClass::reflect);
    }

    private Set<String> said(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> json.valueToTree(constant).asText())
                .collect(toSet());
    }

    private static Set<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(toCollection(TreeSet::new));
    }
}
