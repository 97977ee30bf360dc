// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.learn.LearningRefused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PMML files that want a thread for themselves: small ones that ask for endless work about a single customer are told apart from models before any is done. */
final class HostilePmmlTest {
    private static final String ASKED = "<MiningSchema><MiningField name=\"x\"/></MiningSchema>";
    private static final int MANY = 8_000;

    @Test
    void neighbours_without_end_compared_by_measures_without_end_are_refused() {
        assertThat(neighbours(MANY)).hasSizeLessThan(500_000);
        refused("TOO_SLOW", neighbours(MANY));
        assertThat(score(neighbours(20))).isOne();
    }

    @Test
    void vectors_without_end_of_fields_without_end_are_refused() {
        refused("TOO_SLOW", vectors(MANY));
        assertThat(score(vectors(20))).isEqualTo(20);
    }

    @Test
    void a_long_sum_that_each_part_of_an_ensemble_works_out_anew_is_refused() {
        String sum = derived("sum", times(MANY, i -> "<FieldRef field=\"x\"/>"));
        refused("TOO_SLOW", ensemble("<TransformationDictionary>" + sum + "</TransformationDictionary>", "", MANY));
        refused("TOO_SLOW", ensemble("", "<LocalTransformations>" + sum + "</LocalTransformations>", MANY));
        assertThat(score(ensemble(
                        "<TransformationDictionary>" + derived("sum", times(3, i -> "<FieldRef field=\"x\"/>"))
                                + "</TransformationDictionary>",
                        "",
                        5)))
                .isEqualTo(15);
    }

    @Test
    void classes_without_end_of_parameters_without_end_are_refused() {
        refused(
                "TOO_SLOW",
                document(
                        classes(MANY),
                        "",
                        "<GeneralRegressionModel functionName=\"classification\" modelType=\"multinomialLogistic\">"
                                + ASKED
                                + "<ParamMatrix>" + times(MANY, i -> "<PCell parameterName=\"p\" beta=\"0\"/>")
                                + "</ParamMatrix></GeneralRegressionModel>"));
        refused(
                "TOO_SLOW",
                document(
                        classes(MANY),
                        "",
                        "<NaiveBayesModel functionName=\"classification\" threshold=\"0\">" + ASKED + "<BayesInputs>"
                                + times(MANY, i -> "<BayesInput fieldName=\"x\"/>")
                                + "</BayesInputs></NaiveBayesModel>"));
    }

    /** A file may bring rows to check itself by, which are scored before anybody asks for a score. */
    @Test
    void rows_without_end_to_check_the_file_by_are_refused() {
        refused("TOO_SLOW", ensemble("", "", MANY, times(MANY, i -> "<row><x>1</x><y>1</y></row>")));
        assertThat(score(ensemble("", "", 2, "<row><x>1</x><y>2</y></row>"))).isEqualTo(2);
    }

    @Test
    void few_bytes_that_ask_for_all_memory_are_refused() {
        refused("FILE_TOO_LARGE", vectors(1).replace("SparseArray n=\"1\"", "SparseArray n=\"2000000000\""));
        refused(
                "FILE_TOO_LARGE",
                vectors(1).replace("<Coefficients", "<Matrix nbRows=\"1000000\" nbCols=\"1000000\"/><Coefficients"));
    }

    /** Nothing is nested in the file; each field only needs the one before. */
    @Test
    void fields_that_each_need_the_one_before_do_not_fill_the_stack() {
        String chain = times(
                100_000,
                i ->
                        "<DerivedField name=\"d%d\" optype=\"continuous\" dataType=\"double\"><FieldRef field=\"%s\"/></DerivedField>"
                                .formatted(i, i == 0 ? "x" : "d" + (i - 1)));
        ExternalModel model = ExternalFile.open(bytes(document(
                "",
                "<TransformationDictionary>" + chain + "</TransformationDictionary>",
                regression("<NumericPredictor name=\"d99999\" coefficient=\"1\"/>"))));

        assertThatThrownBy(() -> score(model)).isInstanceOfSatisfying(LearningRefused.class, e -> assertThat(e.code())
                .isEqualTo("FILE_FAILS"));
    }

    /** The largest that may be: each element is looked at once. */
    @Test
    void the_largest_ensemble_that_is_let_in_scores_a_customer_in_seconds() {
        ExternalModel model = ExternalFile.open(bytes(ensemble("", "", 140_000)));

        long begun = System.nanoTime();
        assertThat(score(model)).isEqualTo(140_000);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AssociationModel",
                "BaselineModel",
                "BayesianNetworkModel",
                "GaussianProcessModel",
                "SequenceModel",
                "TextModel",
                "TimeSeriesModel"
            })
    void kinds_of_models_that_nothing_here_runs_are_refused_by_name(String kind) {
        assertThatThrownBy(
                        () -> ExternalFile.open(bytes(document("", "", "<" + kind + ">" + ASKED + "</" + kind + ">"))))
                .isInstanceOfSatisfying(LearningRefused.class, e -> {
                    assertThat(e.code()).isEqualTo("UNSUPPORTED_OPERATORS");
                    assertThat(e.sentence().en()).contains(kind);
                });
    }

    private static void refused(String code, String file) {
        assertThatThrownBy(() -> ExternalFile.open(bytes(file)))
                .isInstanceOfSatisfying(
                        LearningRefused.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static double score(String file) {
        return score(ExternalFile.open(bytes(file)));
    }

    /** Of a customer whose x is 1. */
    private static double score(ExternalModel model) {
        return model.score(
                        model.inputs().stream()
                                .map(input -> FeatureColumn.numbers(input.name(), new float[] {1}))
                                .toList(),
                        model.outputs().get(0))[0];
    }

    private static String document(String fields, String transformations, String model) {
        return "<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\"><Header/><DataDictionary>"
                + "<DataField name=\"x\" optype=\"continuous\" dataType=\"double\"/>"
                + (fields.isEmpty() ? "<DataField name=\"y\" optype=\"continuous\" dataType=\"double\"/>" : fields)
                + "</DataDictionary>" + transformations + model + "</PMML>";
    }

    private static String classes(int count) {
        return "<DataField name=\"y\" optype=\"categorical\" dataType=\"string\">"
                + times(count, i -> "<Value value=\"v" + i + "\"/>") + "</DataField>";
    }

    private static String regression(String predictors) {
        return "<RegressionModel functionName=\"regression\">" + ASKED + "<RegressionTable intercept=\"0\">"
                + predictors + "</RegressionTable></RegressionModel>";
    }

    private static String derived(String function, String parts) {
        return "<DerivedField name=\"d\" optype=\"continuous\" dataType=\"double\"><Apply function=\"" + function
                + "\">" + parts + "</Apply></DerivedField>";
    }

    private static String ensemble(String ofFile, String ofModel, int parts) {
        return ensemble(ofFile, ofModel, parts, "");
    }

    /** The sum of many that each answer d, or else x. */
    private static String ensemble(String ofFile, String ofModel, int parts, String rows) {
        String answered = ofFile.isEmpty() && ofModel.isEmpty() ? "x" : "d";
        String part = "<Segment><True/>" + regression("<NumericPredictor name=\"" + answered + "\" coefficient=\"1\"/>")
                + "</Segment>";
        String verification = rows.isEmpty()
                ? ""
                : "<ModelVerification><VerificationFields><VerificationField field=\"x\" column=\"x\"/><VerificationField field=\"y\" column=\"y\"/></VerificationFields><InlineTable>"
                        + rows + "</InlineTable></ModelVerification>";
        return document(
                "",
                ofFile,
                "<MiningModel functionName=\"regression\"><MiningSchema><MiningField name=\"x\"/><MiningField name=\"y\" usageType=\"target\"/></MiningSchema>"
                        + ofModel + "<Segmentation multipleModelMethod=\"sum\">" + part.repeat(parts)
                        + "</Segmentation>"
                        + verification + "</MiningModel>");
    }

    private static String neighbours(int count) {
        return document(
                "",
                "",
                "<NearestNeighborModel functionName=\"regression\" numberOfNeighbors=\"1\" continuousScoringMethod=\"average\">"
                        + "<MiningSchema><MiningField name=\"x\"/><MiningField name=\"y\" usageType=\"target\"/></MiningSchema>"
                        + "<TrainingInstances><InstanceFields><InstanceField field=\"x\" column=\"x\"/><InstanceField field=\"y\" column=\"y\"/></InstanceFields><InlineTable>"
                        + times(count, i -> "<row><x>1</x><y>1</y></row>")
                        + "</InlineTable></TrainingInstances><ComparisonMeasure kind=\"distance\"><squaredEuclidean/></ComparisonMeasure><KNNInputs>"
                        + times(count, i -> "<KNNInput field=\"x\"/>") + "</KNNInputs></NearestNeighborModel>");
    }

    private static String vectors(int count) {
        return document(
                "",
                "",
                "<SupportVectorMachineModel functionName=\"regression\">" + ASKED
                        + "<LinearKernelType/><VectorDictionary><VectorFields>"
                        + times(count, i -> "<FieldRef field=\"x\"/>")
                        + "</VectorFields><VectorInstance id=\"a\"><REAL-SparseArray n=\"" + count
                        + "\"><Indices>1</Indices><REAL-Entries>1</REAL-Entries></REAL-SparseArray></VectorInstance></VectorDictionary><SupportVectorMachine><SupportVectors>"
                        + times(count, i -> "<SupportVector vectorId=\"a\"/>") + "</SupportVectors><Coefficients>"
                        + times(count, i -> "<Coefficient value=\"1\"/>")
                        + "</Coefficients></SupportVectorMachine></SupportVectorMachineModel>");
    }

    private static String times(int count, IntFunction<String> part) {
        return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
