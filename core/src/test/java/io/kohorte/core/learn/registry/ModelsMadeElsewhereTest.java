// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that scikit-learn, XGBoost and R made, with what those said of the same customers (models-made-elsewhere/make.sh makes both): uploaded, assigned and used through the
 * API as a person does, every customer has the score that the tool gave.
 */
@QuarkusTest
@TestProfile(ModelsMadeElsewhereTest.OwnDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelsMadeElsewhereTest {
    private static final String FOLDER = "/models-made-elsewhere/";
    private static final List<String> TRAITS = List.of("months", "spend", "contract", "paper");

    /** Files that compute in 64 bits, and those that do in 32. */
    private static final double DOUBLE = 1e-6;

    private static final double FLOAT = 2e-7;

    /** Without customers of other tests. */
    public static final class OwnDatabase implements QuarkusTestProfile {}

    /**
     * A file.
     *
     * @param said the column of customers.csv that has what the tool said
     * @param output what of the file is the score
     * @param from what the tool said to what the file answers: some tools have another measure than the format
     */
    record Made(String file, String said, String output, double near, DoubleUnaryOperator from) {
        @Override
        public String toString() {
            return file;
        }
    }

    static Stream<Made> files() {
        return Stream.of(
                pmml("sklearn-logistic", "probability[yes]"),
                pmml("sklearn-tree", "probability[yes]"),
                pmml("sklearn-forest", "probability[yes]"),
                pmml("sklearn-boosting", "probability[yes]"),
                pmml("sklearn-histogram", "probability[yes]"),
                pmml("sklearn-network", "probability[yes]"),
                pmml("sklearn-imputed", "probability[yes]"),
                pmml("sklearn-linear", "y"),
                // distances in scikit-learn, their squares in PMML
                new Made(
                        "sklearn-kmeans.pmml",
                        "sklearn-kmeans",
                        "affinity(2)",
                        DOUBLE,
                        distance -> distance * distance),
                new Made("xgboost.pmml", "xgboost", "probability[yes]", FLOAT, said -> said),
                pmml("r-glm", "probability[yes]"),
                pmml("r-lm", "spend"),
                pmml("r-rpart", "probability[yes]"),
                pmml("r-forest", "probability[yes]"),
                pmml("r-gbm", "probability[1]"),
                onnx("logistic", "output_probability[yes]"),
                onnx("forest", "output_probability[1]"),
                onnx("boosting", "output_probability[yes]"),
                onnx("network", "output_probability[1]"),
                onnx("imputed", "output_probability[1]"),
                onnx("linear", "variable"),
                // the root of a difference of squares, in 32 bits
                new Made("skl2onnx-kmeans.onnx", "sklearn-kmeans", "scores[2]", 1e-6, said -> said));
    }

    private static Made pmml(String name, String output) {
        return new Made(name + ".pmml", name, output, DOUBLE, said -> said);
    }

    private static Made onnx(String name, String output) {
        return new Made("skl2onnx-" + name + ".onnx", "sklearn-" + name, output, FLOAT, said -> said);
    }

    /** @param said a line of customers.csv, by column */
    private record Customer(int profile, Map<String, String> said) {}

    private final List<Customer> customers = new ArrayList<>();

    @BeforeEach
    void readTheCustomers() throws IOException {
        if (customers.isEmpty()) {
            List<String> lines = new String(octets("customers.csv"), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            String[] names = lines.get(0).split(",", -1);
            List<Map<String, String>> said = new ArrayList<>();
            StringBuilder csv = new StringBuilder("id," + String.join(",", TRAITS) + "\n");
            for (int line = 1; line < lines.size(); line++) {
                String[] cells = lines.get(line).split(",", -1);
                Map<String, String> own = new LinkedHashMap<>();
                for (int column = 0; column < names.length; column++) {
                    own.put(names[column], cells[column]);
                }
                said.add(own);
                csv.append('c').append(line);
                TRAITS.forEach(trait -> csv.append(',').append(own.get(trait)));
                csv.append('\n');
            }
            String traits = TRAITS.stream()
                    .map(trait -> "\"" + trait + "\":\"" + trait + "\"")
                    .collect(Collectors.joining(","));
            ImportedFile.read(
                    ImportedFile.source("{\"identities\":{\"customer_id\":\"id\"},\"traits\":{" + traits + "}}"),
                    csv.toString());
            for (int line = 1; line <= said.size(); line++) {
                customers.add(new Customer(profile(line), said.get(line - 1)));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void every_customer_has_the_score_that_the_tool_gave(Made made) throws IOException {
        int model = UploadedModel.create(Map.of("name", made.file()));
        JsonPath file = UploadedModel.upload(model, made.file(), octets(made.file()))
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(file.getString("producer")).isNotBlank();

        Map<String, String> features = new HashMap<>();
        for (String input : file.getList("inputs.name", String.class)) {
            String proposed = file.getString("inputs.find { it.name == '" + input + "' }.feature");
            features.put(
                    input, input.equals("X[0]") ? "trait:months" : input.equals("X[1]") ? "trait:spend" : proposed);
            assertThat(features.get(input)).as("proposed for " + input).isNotNull();
        }
        JsonPath run = UploadedModel.ended(UploadedModel.use(model, features, made.output()));
        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("completed");

        SoftAssertions all = new SoftAssertions();
        int compared = 0;
        for (Customer customer : customers) {
            String said = customer.said().get(made.said());
            if (!said.isEmpty()) {
                double expected = made.from().applyAsDouble(Double.parseDouble(said));
                all.assertThat(score(customer.profile(), model))
                        .as(customer.said().toString())
                        .isCloseTo(expected, offset(made.near() * Math.max(1, Math.abs(expected))));
                compared++;
            }
        }
        all.assertAll();
        assertThat(compared).isGreaterThanOrEqualTo(40);
    }

    /** Not a number where the file says nothing. */
    private static double score(int profile, int model) {
        Double value = admin().get("/api/v1/profiles/{id}", profile)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .get("scores.find { it.model == " + model + " }?.value?.toDouble()");
        return value == null ? Double.NaN : value;
    }

    private static int profile(int customer) {
        return admin().queryParam("identity", "customer_id:c" + customer)
                .get("/api/v1/profiles")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].id");
    }

    private static byte[] octets(String name) throws IOException {
        try (InputStream in = ModelsMadeElsewhereTest.class.getResourceAsStream(FOLDER + name)) {
            return in.readAllBytes();
        }
    }
}
