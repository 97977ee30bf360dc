// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A file knows two kinds of contract; then customers come with a third, of whom it says nothing. */
@QuarkusTest
@TestProfile(WithoutAScoreTest.OwnDatabase.class)
class WithoutAScoreTest {
    private static final String FORMULA =
            """
            <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
              <Header/>
              <DataDictionary>
                <DataField name="leaves" optype="categorical" dataType="string"><Value value="no"/><Value value="yes"/></DataField>
                <DataField name="months" optype="continuous" dataType="double"/>
                <DataField name="contract" optype="categorical" dataType="string"><Value value="monthly"/><Value value="yearly"/></DataField>
              </DataDictionary>
              <RegressionModel functionName="classification" normalizationMethod="softmax">
                <MiningSchema>
                  <MiningField name="leaves" usageType="target"/><MiningField name="months"/><MiningField name="contract"/>
                </MiningSchema>
                <RegressionTable intercept="0" targetCategory="yes">
                  <NumericPredictor name="months" coefficient="-0.1"/>
                  <CategoricalPredictor name="contract" value="monthly" coefficient="1"/>
                </RegressionTable>
                <RegressionTable intercept="0" targetCategory="no"/>
              </RegressionModel>
            </PMML>
            """;

    /** Whom the file is watched on: those who came since. */
    private static final int NEW = 100;

    /** Without customers of other tests. */
    public static final class OwnDatabase implements QuarkusTestProfile {}

    @Test
    void whether_the_file_is_still_right_is_judged_by_those_it_speaks_of() {
        int source = ImportedFile.source(
                "{\"identities\":{\"customer_id\":\"id\"},\"traits\":{\"contract\":\"contract\",\"months\":\"months\",\"left\":\"left\"}}");
        ImportedFile.read(source, customers("then", 300));
        int model = UploadedModel.create(Map.of("target", Map.of("trait", "left", "value", "Yes")));
        UploadedModel.upload(model, "formula.pmml", FORMULA.getBytes(StandardCharsets.UTF_8))
                .statusCode(200);
        JsonPath run = UploadedModel.ended(UploadedModel.use(
                model, Map.of("months", "trait:months", "contract", "trait:contract"), "probability[yes]"));
        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("completed");

        ImportedFile.read(
                source, customers("new", NEW) + "third-1,weekly,3,Yes\nthird-2,weekly,3,No\nthird-3,weekly,9,Yes\n");
        JsonPath look = UploadedModel.ended(
                admin().post("/api/v1/models/{id}:watch", model).then());
        assertThat(look.getString("state")).as(look.prettify()).isEqualTo("completed");

        JsonPath watch = admin().get("/api/v1/models/{id}/watch", model).jsonPath();
        assertThat(watch.getInt("latest.performance.customers"))
                .as(watch.prettify())
                .isEqualTo(NEW);
        assertThat(watch.getDouble("latest.performance.auc")).isBetween(.6, 1.0);
        assertThat(watch.getDouble("latest.performance.foreseen")).isBetween(0.0, 1.0);
    }

    /** Whoever may leave each month does, but for one in ten. */
    private static String customers(String name, int number) {
        StringBuilder csv = new StringBuilder("id,contract,months,left\n");
        for (int customer = 1; customer <= number; customer++) {
            boolean monthly = customer % 2 == 0;
            csv.append("%s-%d,%s,%d,%s\n"
                    .formatted(
                            name,
                            customer,
                            monthly ? "monthly" : "yearly",
                            customer % 40,
                            monthly == (customer % 10 != 4) ? "Yes" : "No"));
        }
        return csv.toString();
    }
}
