// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.destination.SettingsJson;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Settings of routes on their way in and out: checked, and shown without their secrets. */
@Singleton
class RouteSettings {

    private final Map<RouteKind, Carrier> carriers;
    private final ObjectMapper json;

    RouteSettings(@All List<Carrier> carriers, ObjectMapper json) {
        this.carriers = carriers.stream().collect(Collectors.toMap(Carrier::kind, Function.identity()));
        this.json = json;
    }

    /**
     * @param sent a secret sent as the mask stays as it is
     * @param stored what was kept so far; empty for a new route
     * @throws ProblemException pointing at what is wrong
     */
    ObjectNode checked(RouteKind kind, ObjectNode sent, ObjectNode stored) {
        var carrier = carriers.get(kind);
        var complete = SettingsJson.unmasked(sent, stored);
        var errors = new ArrayList<FieldError>();
        var names = new TreeSet<>(carrier.settings());
        complete.fieldNames().forEachRemaining(name -> {
            if (!names.remove(name)) {
                errors.add(new FieldError("/settings/" + name, "UNKNOWN_SETTING", "There is no such setting."));
            }
        });
        for (var missing : names) {
            errors.add(new FieldError("/settings/" + missing, "MISSING_SETTING", "This setting is missing."));
        }
        if (errors.isEmpty()) {
            errors.addAll(carrier.check(complete));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
        return complete;
    }

    /** What may be shown. */
    ObjectNode shown(AlertRoute route) {
        return SettingsJson.masked(
                route.settings().orElseGet(json::createObjectNode),
                carriers.get(route.kind()).secrets());
    }
}
