// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.toolkit.Json;
import java.util.List;

/** Conditions of Unomi's queries, of the types that every version knows. */
final class Conditions {

    private Conditions() {}

    /** @param parameter {@code propertyValue}, {@code propertyValueBoolean} or {@code propertyValueDate} */
    static ObjectNode property(String type, String name, String operator, String parameter, JsonNode value) {
        var condition = Json.mapper().createObjectNode().put("type", type);
        condition
                .putObject("parameterValues")
                .put("propertyName", name)
                .put("comparisonOperator", operator)
                .set(parameter, value);
        return condition;
    }

    /** A profile whose id or property is this text. */
    static ObjectNode profile(Identities.Identity identity) {
        return property(
                "profilePropertyCondition",
                identity.place(),
                "equals",
                "propertyValue",
                Json.mapper().getNodeFactory().textNode(identity.value()));
    }

    static ObjectNode eventType(String type) {
        var condition = Json.mapper().createObjectNode().put("type", "eventTypeCondition");
        condition.putObject("parameterValues").put("eventTypeId", type);
        return condition;
    }

    static ObjectNode any(List<ObjectNode> conditions) {
        return all("or", conditions);
    }

    static ObjectNode all(List<ObjectNode> conditions) {
        return all("and", conditions);
    }

    private static ObjectNode all(String operator, List<ObjectNode> conditions) {
        var condition = Json.mapper().createObjectNode().put("type", "booleanCondition");
        var parameters = condition.putObject("parameterValues").put("operator", operator);
        parameters.putArray("subConditions").addAll(conditions);
        return condition;
    }
}
