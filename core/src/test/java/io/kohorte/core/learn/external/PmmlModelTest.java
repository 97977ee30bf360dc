// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.learn.LearningRefused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files written by hand after the specification of PMML 4.4, with scores computed by hand. */
final class PmmlModelTest {
    private static final float NAN = Float.NaN;

    static final String REGRESSION =
            """
            <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
              <Header><Application name="hand" version="1"/></Header>
              <DataDictionary>
                <DataField name="buys" optype="categorical" dataType="string"><Value value="no"/><Value value="yes"/></DataField>
                <DataField name="petals" optype="continuous" dataType="double"/>
                <DataField name="country" optype="categorical" dataType="string"><Value value="DE"/><Value value="FR"/></DataField>
              </DataDictionary>
              <RegressionModel functionName="classification" normalizationMethod="logit">
                <MiningSchema>
                  <MiningField name="buys" usageType="target"/>
                  <MiningField name="petals" missingValueReplacement="2"/>
                  <MiningField name="country"/>
                </MiningSchema>
                <RegressionTable intercept="-1" targetCategory="yes">
                  <NumericPredictor name="petals" coefficient="0.5"/>
                  <CategoricalPredictor name="country" value="FR" coefficient="2"/>
                </RegressionTable>
                <RegressionTable intercept="0" targetCategory="no"/>
              </RegressionModel>
            </PMML>
            """;

    /** The mean of two trees; where petals are missing, the first takes its default child and the second answers nothing. */
    static final String TREES =
            """
            <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
              <Header/>
              <DataDictionary>
                <DataField name="petals" optype="continuous" dataType="double"/>
                <DataField name="sepals" optype="continuous" dataType="double"/>
                <DataField name="worth" optype="continuous" dataType="double"/>
              </DataDictionary>
              <MiningModel functionName="regression">
                <MiningSchema>
                  <MiningField name="petals"/><MiningField name="sepals"/><MiningField name="worth" usageType="target"/>
                </MiningSchema>
                <Segmentation multipleModelMethod="average">
                  <Segment><True/>
                    <TreeModel functionName="regression" missingValueStrategy="defaultChild" splitCharacteristic="binarySplit">
                      <MiningSchema><MiningField name="petals"/></MiningSchema>
                      <Node id="0" defaultChild="2"><True/>
                        <Node id="1" score="10"><SimplePredicate field="petals" operator="lessOrEqual" value="2.45"/></Node>
                        <Node id="2" score="30"><SimplePredicate field="petals" operator="greaterThan" value="2.45"/></Node>
                      </Node>
                    </TreeModel>
                  </Segment>
                  <Segment><True/>
                    <TreeModel functionName="regression" splitCharacteristic="binarySplit">
                      <MiningSchema><MiningField name="sepals"/></MiningSchema>
                      <Node id="0"><True/>
                        <Node id="1" score="1"><SimplePredicate field="sepals" operator="lessThan" value="5"/></Node>
                        <Node id="2" score="2"><SimplePredicate field="sepals" operator="greaterOrEqual" value="5"/></Node>
                      </Node>
                    </TreeModel>
                  </Segment>
                </Segmentation>
              </MiningModel>
            </PMML>
            """;

    @Test
    void a_regression_says_what_its_formula_says_and_fills_in_what_is_missing() {
        ExternalModel model = open(REGRESSION);

        assertThat(model.producer()).isEqualTo("hand 1");
        assertThat(model.inputs())
                .containsExactlyInAnyOrder(
                        new ExternalModel.Input("petals", ExternalModel.InputType.NUMBER, List.of()),
                        new ExternalModel.Input("country", ExternalModel.InputType.CATEGORY, List.of("DE", "FR")));
        assertThat(score(model, "probability[yes]", new float[] {4, 4, NAN}, new float[] {0, 1, 0}))
                .containsExactly(new double[] {1 / (1 + Math.exp(-1)), 1 / (1 + Math.exp(-3)), .5}, offset(1e-12));
    }

    @Test
    void a_category_that_the_file_does_not_know_has_no_score_and_the_others_keep_theirs() {
        ExternalModel model = open(REGRESSION);
        List<FeatureColumn> columns = model.inputs().stream()
                .map(input -> input.name().equals("petals")
                        ? FeatureColumn.numbers("petals", new float[] {4, 4})
                        : FeatureColumn.categories("country", new float[] {0, 1}, List.of("NZ", "DE")))
                .toList();

        assertThat(model.score(columns, new ExternalModel.Output("probability[yes]", true)))
                .containsExactly(new double[] {Double.NaN, 1 / (1 + Math.exp(-1))}, offset(1e-12));
    }

    @Test
    void trees_say_the_mean_of_their_leaves_and_a_missing_value_takes_the_default_child() {
        ExternalModel model = open(TREES);
        List<FeatureColumn> columns = model.inputs().stream()
                .map(input -> FeatureColumn.numbers(
                        input.name(),
                        input.name().equals("petals")
                                ? new float[] {1.4f, 2.45f, 2.5f, NAN}
                                : new float[] {4.9f, 5, 5, 4.9f}))
                .toList();

        assertThat(model.score(columns, new ExternalModel.Output("worth", false)))
                .containsExactly(new double[] {5.5, 6, 16, 15.5}, offset(1e-6));
    }

    @Test
    void entities_are_refused_before_anything_is_read() {
        assertThatThrownBy(() -> open("<!DOCTYPE PMML [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                        + REGRESSION.replace("hand", "&x;")))
                .isInstanceOfSatisfying(
                        LearningRefused.class, e -> assertThat(e.code()).isEqualTo("DOCUMENT_TYPE"));
        assertThatThrownBy(() -> open("<!DOCTYPE PMML [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
                        + REGRESSION.replace("hand", "&b;&b;&b;")))
                .isInstanceOfSatisfying(
                        LearningRefused.class, e -> assertThat(e.code()).isEqualTo("DOCUMENT_TYPE"));
    }

    @Test
    void a_function_that_is_the_name_of_a_java_class_is_refused() {
        assertThatThrownBy(() ->
                        open(derived("<Apply function=\"java.lang.Runtime\"><FieldRef field=\"petals\"/></Apply>")))
                .isInstanceOfSatisfying(
                        LearningRefused.class, e -> assertThat(e.code()).isEqualTo("UNSUPPORTED_OPERATORS"));
    }

    @Test
    void texts_that_grow_and_patterns_over_them_are_refused() {
        for (String function : List.of("concat", "matches", "replace")) {
            assertThatThrownBy(() -> open(derived("<Apply function=\"" + function
                            + "\"><FieldRef field=\"country\"/><FieldRef field=\"country\"/></Apply>")))
                    .isInstanceOfSatisfying(
                            LearningRefused.class, e -> assertThat(e.code()).isEqualTo("UNSUPPORTED_OPERATORS"));
        }
    }

    @Test
    void elements_nested_without_end_are_refused() {
        String deep =
                "<Apply function=\"abs\">".repeat(2_000) + "<FieldRef field=\"petals\"/>" + "</Apply>".repeat(2_000);

        assertThatThrownBy(() -> open(derived(deep)))
                .isInstanceOfSatisfying(
                        LearningRefused.class, e -> assertThat(e.code()).isEqualTo("FILE_TOO_LARGE"));
    }

    @Test
    void a_file_that_takes_longer_than_anybody_waits_is_stopped() {
        ExternalModel model = PmmlModel.open(bytes(REGRESSION), Duration.ZERO);

        assertThatThrownBy(() -> score(model, "probability[yes]", new float[] {4}, new float[] {0}))
                .isInstanceOfSatisfying(
                        LearningRefused.class, e -> assertThat(e.code()).isEqualTo("TOO_SLOW"));
    }

    @Test
    void half_a_file_is_no_file() {
        assertThatThrownBy(() -> open(REGRESSION.substring(0, REGRESSION.length() / 2)))
                .isInstanceOfSatisfying(
                        LearningRefused.class, e -> assertThat(e.code()).isEqualTo("UNREADABLE_FILE"));
        assertThatThrownBy(() -> open("<html><body>404</body></html>"))
                .isInstanceOfSatisfying(
                        LearningRefused.class, e -> assertThat(e.code()).isEqualTo("UNREADABLE_FILE"));
    }

    private static String derived(String expression) {
        return REGRESSION.replace(
                "<RegressionTable intercept=\"-1\"",
                "<LocalTransformations><DerivedField name=\"d\" optype=\"continuous\" dataType=\"double\">" + expression
                        + "</DerivedField></LocalTransformations><RegressionTable intercept=\"-1\"");
    }

    private static double[] score(ExternalModel model, String output, float[] petals, float[] countries) {
        List<FeatureColumn> columns = model.inputs().stream()
                .map(input -> input.name().equals("petals")
                        ? FeatureColumn.numbers("petals", petals)
                        : FeatureColumn.categories("country", countries, List.of("DE", "FR")))
                .toList();
        return model.score(columns, new ExternalModel.Output(output, true));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ExternalModel open(String text) {
        return ExternalFile.open(bytes(text));
    }
}
