// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Renders the chart with a real Helm and checks every object against the Kubernetes API's own models. */
final class ChartTest {

    private static final Path CHART = Path.of(System.getProperty("kohorte.root"), "helm", "kohorte");

    /** Kind to the check that refuses unknown and missing fields. */
    private static final Map<String, ModelCheck> MODELS = Map.of(
            "Deployment", V1Deployment::validateJsonElement,
            "Service", V1Service::validateJsonElement,
            "ServiceAccount", V1ServiceAccount::validateJsonElement,
            "Ingress", V1Ingress::validateJsonElement,
            "PersistentVolumeClaim", V1PersistentVolumeClaim::validateJsonElement,
            "PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
            "NetworkPolicy", V1NetworkPolicy::validateJsonElement);

    @Test
    void lints_without_a_warning() {
        var result = new Helm(CHART).lint().strict().call();
        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "three"})
    void every_object_is_one_that_kubernetes_accepts(String variant) throws IOException {
        var objects = render(variant);
        assertThat(objects).isNotEmpty();
        for (var object : objects) {
            var model = MODELS.get(kind(object));
            if (model != null) {
                model.validate(object);
            } else {
                assertThat(kind(object)).isIn("PodMonitor", "PrometheusRule");
            }
        }
    }

    @Test
    void one_deployment_has_all_roles_and_keeps_its_data() {
        var deployments = deployments(render("one"));
        assertThat(deployments).hasSize(1);
        assertThat(environment(deployments.get(0), "KOHORTE_ROLES")).isEqualTo("api,engine,sync");
        assertThat(deployments.get(0).toString()).contains("persistentVolumeClaim");
    }

    @Test
    void three_deployments_share_the_roles_and_only_the_api_is_behind_the_service() {
        var objects = render("three");
        assertThat(deployments(objects))
                .extracting(deployment -> environment(deployment, "KOHORTE_ROLES"))
                .containsExactlyInAnyOrder("api", "engine", "sync");
        assertThat(only(objects, "Service")
                        .getAsJsonObject("spec")
                        .getAsJsonObject("selector")
                        .get("app.kubernetes.io/component")
                        .getAsString())
                .isEqualTo("api");
    }

    /** Processes that deliver are behind no Service. */
    @Test
    void every_pod_is_scraped_whatever_its_role() {
        var objects = render("three");
        var selector = only(objects, "PodMonitor")
                .getAsJsonObject("spec")
                .getAsJsonObject("selector")
                .getAsJsonObject("matchLabels");
        assertThat(deployments(objects)).hasSize(3).allSatisfy(deployment -> {
            var labels = deployment
                    .getAsJsonObject("spec")
                    .getAsJsonObject("template")
                    .getAsJsonObject("metadata")
                    .getAsJsonObject("labels");
            assertThat(labels.entrySet()).containsAll(selector.entrySet());
        });
    }

    @Test
    void alerts_keep_the_words_that_prometheus_fills_in() {
        assertThat(only(render("three"), "PrometheusRule")
                        .getAsJsonObject("spec")
                        .getAsJsonArray("groups")
                        .toString())
                .contains("KohorteAudienceBehind", "{{ $labels.sync }}");
    }

    @Test
    void nothing_is_traced_unless_a_receiver_is_named() {
        assertThat(deployments(render("one")))
                .allSatisfy(deployment -> assertThat(deployment.toString()).doesNotContain("OTEL"));
        assertThat(deployments(render("three")))
                .allSatisfy(deployment -> assertThat(environment(deployment, "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT"))
                        .isEqualTo("http://collector.observability:4317"));
    }

    @Test
    void logs_are_json_for_machines() {
        assertThat(deployments(render("one")))
                .allSatisfy(deployment -> assertThat(environment(deployment, "QUARKUS_LOG_CONSOLE_JSON_ENABLED"))
                        .isEqualTo("true"));
    }

    @Test
    void credentials_come_from_secrets_only() {
        for (var deployment : deployments(render("one"))) {
            for (var name : List.of(
                    "QUARKUS_DATASOURCE_JDBC_URL",
                    "QUARKUS_DATASOURCE_USERNAME",
                    "QUARKUS_DATASOURCE_PASSWORD",
                    "KOHORTE_ADMIN_PASSWORD",
                    "KOHORTE_SECRETS_KEY")) {
                assertThat(variable(deployment, name)
                                .getAsJsonObject("valueFrom")
                                .has("secretKeyRef"))
                        .as(name)
                        .isTrue();
            }
        }
    }

    @Test
    void containers_run_without_privileges() {
        for (var deployment : deployments(render("three"))) {
            var security = container(deployment).getAsJsonObject("securityContext");
            assertThat(security.get("readOnlyRootFilesystem").getAsBoolean()).isTrue();
            assertThat(security.get("allowPrivilegeEscalation").getAsBoolean()).isFalse();
            assertThat(podSpec(deployment)
                            .getAsJsonObject("securityContext")
                            .get("runAsNonRoot")
                            .getAsBoolean())
                    .isTrue();
        }
    }

    @Test
    void a_missing_database_secret_stops_the_installation_and_says_what_to_name() {
        assertThatThrownBy(() -> template().call()).hasMessageContaining("postgresql.existingSecret");
    }

    @Test
    void a_misspelt_value_stops_the_installation() {
        assertThatThrownBy(() -> template()
                        .withValuesFile(values("one"))
                        .set("replica.all", 2)
                        .call())
                .hasMessageContaining("replica");
    }

    @Test
    void a_volume_for_one_pod_refuses_a_second_one() {
        assertThatThrownBy(() -> template()
                        .withValuesFile(values("one"))
                        .set("replicas.all", 2)
                        .call())
                .hasMessageContaining("data.persistent");
    }

    private static List<JsonObject> render(String variant) {
        return objects(
                template().withName("kohorte").withValuesFile(values(variant)).call());
    }

    /** The objects of rendered manifests. */
    static List<JsonObject> objects(String manifests) {
        var gson = new Gson();
        var objects = new ArrayList<JsonObject>();
        for (var document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(manifests)) {
            if (document != null) {
                objects.add(gson.toJsonTree(document).getAsJsonObject());
            }
        }
        return objects;
    }

    private static TemplateCommand template() {
        return new Helm(CHART).template().withKubeVersion("1.35.0");
    }

    private static Path values(String variant) {
        return CHART.resolve("ci").resolve(variant + "-values.yaml");
    }

    private static List<JsonObject> deployments(List<JsonObject> objects) {
        return objects.stream()
                .filter(object -> kind(object).equals("Deployment"))
                .toList();
    }

    private static JsonObject only(List<JsonObject> objects, String kind) {
        return objects.stream()
                .filter(object -> kind(object).equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static String kind(JsonObject object) {
        return object.get("kind").getAsString();
    }

    private static JsonObject podSpec(JsonObject deployment) {
        return deployment.getAsJsonObject("spec").getAsJsonObject("template").getAsJsonObject("spec");
    }

    private static JsonObject container(JsonObject deployment) {
        return podSpec(deployment).getAsJsonArray("containers").get(0).getAsJsonObject();
    }

    private static String environment(JsonObject deployment, String name) {
        return variable(deployment, name).get("value").getAsString();
    }

    private static JsonObject variable(JsonObject deployment, String name) {
        return StreamSupport.stream(container(deployment).getAsJsonArray("env").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .filter(variable -> variable.get("name").getAsString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @FunctionalInterface
    private interface ModelCheck {
        void validate(JsonElement object) throws IOException;
    }
}
