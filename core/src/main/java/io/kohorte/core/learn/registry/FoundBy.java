// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.cluster.ClusterReport;
import io.kohorte.core.learn.cluster.Distance;
import io.kohorte.core.learn.cluster.Method;
import java.util.Arrays;

/**
 * How groups were found. Their silhouettes tell anything about each other only where that is the same: otherwise they are of another scale.
 *
 * @param components whether these were in place of columns of numbers
 */
record FoundBy(Method method, Distance distance, boolean components) {

    static FoundBy of(ClusterReport report) {
        return new FoundBy(
                report.method(), report.distance(), !report.components().isEmpty());
    }

    /** Of a stored report; from before there was a choice it says nothing. */
    static FoundBy of(JsonNode report) {
        return new FoundBy(
                Method.of(report.path("method").asText()).orElse(Method.K_MEANS),
                Arrays.stream(Distance.values())
                        .filter(one ->
                                one.wireName().equals(report.path("distance").asText()))
                        .findFirst()
                        .orElse(Distance.EUCLIDEAN),
                !report.path("components").isEmpty());
    }

    Wording label() {
        Wording found = Numbers.fill(
                switch (distance) {
                    case EUCLIDEAN -> new Wording("%s", "%s");
                    case MANHATTAN -> new Wording("%s by the sum of differences", "%s nach der Summe der Unterschiede");
                    case COSINE -> new Wording("%s by direction", "%s nach der Richtung");
                },
                method.label());
        return components ? Numbers.fill(new Wording("%s on components", "%s über Komponenten"), found) : found;
    }
}
