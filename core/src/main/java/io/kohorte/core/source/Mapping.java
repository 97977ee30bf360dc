// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kohorte.core.consent.Consents;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.profile.Identity;
import io.kohorte.core.profile.Traits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a file mean.
 *
 * @param identities namespace → column; at least one
 * @param traits trait → column
 * @param consents purpose → column with yes or no
 * @param event what a row of the file tells that somebody did; absent in a list of customers
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Mapping(
        Map<String, String> identities,
        Map<String, String> traits,
        Map<String, String> consents,
        @Nullable EventMapping event,
        ReadOptions options) {

    private static final String NEXT_STEP = "Correct the mapping; ':inspect' proposes one from the file.";

    @SuppressWarnings("ConstantValue") // Jackson passes null for what the JSON leaves out
    public Mapping {
        identities = inOrder(identities);
        traits = inOrder(traits);
        consents = inOrder(consents);
        options = options == null ? ReadOptions.defaults() : options;
    }

    /** A mapping of nothing, for a source of events. */
    public static Mapping none() {
        return new Mapping(Map.of(), Map.of(), Map.of(), null, ReadOptions.defaults());
    }

    /**
     * Refuses what cannot be meant, whatever the file.
     *
     * @param at JSON Pointer of the mapping in the request
     */
    public void check(String at) {
        List<FieldError> errors = new ArrayList<>();
        if (identities.isEmpty()) {
            errors.add(new FieldError(
                    at + "/identities", "IDENTITY_REQUIRED", "Name a column that says who a row is about."));
        }
        identities.keySet().stream()
                .filter(name -> !Identity.isNamespace(name))
                .forEach(name -> errors.add(wrong(
                        at + "/identities", name, "A namespace has lower case letters, digits and underscores.")));
        traits.keySet().stream()
                .filter(name -> !Traits.isName(name))
                .forEach(name ->
                        errors.add(wrong(at + "/traits", name, "A trait has a name of up to 120 visible characters.")));
        consents.keySet().stream()
                .filter(name -> !Consents.isPurpose(name))
                .forEach(name -> errors.add(
                        wrong(at + "/consents", name, "A purpose has lower case letters, digits and underscores.")));
        if (event != null) {
            event.check(at + "/event", errors);
        }
        options.check(at + "/options", errors);
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    /** Refuses columns that the file does not have. */
    void checkColumns(List<String> present) {
        List<FieldError> errors = new ArrayList<>();
        for (Map.Entry<String, String> used : columns().entrySet()) {
            if (!present.contains(used.getValue())) {
                errors.add(new FieldError(
                        "/mapping" + used.getKey(),
                        "COLUMN_MISSING",
                        "The file has no column '" + Columns.shown(used.getValue()) + "'."));
            }
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    /**
     * Whether a row says nothing because equal ones came before it in the file.
     *
     * @param occurrence which of them it is, from 1
     */
    boolean repeats(long occurrence) {
        return occurrence > 1 && (event == null || options.dropsIdentical());
    }

    /** The columns in use. */
    Set<String> used() {
        return new LinkedHashSet<>(columns().values());
    }

    /** JSON Pointer below the mapping → column. */
    private Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        identities.forEach((name, column) -> columns.put("/identities/" + escape(name), column));
        traits.forEach((name, column) -> columns.put("/traits/" + escape(name), column));
        consents.forEach((name, column) -> columns.put("/consents/" + escape(name), column));
        if (event != null) {
            event.columns().forEach((name, column) -> columns.put("/event/" + name, column));
        }
        return columns;
    }

    private static FieldError wrong(String at, String name, String detail) {
        return new FieldError(at + "/" + escape(name), "INVALID_NAME", detail);
    }

    static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** The problem of a mapping that does not fit, with its next step. */
    static ProblemException misfit(String pointer, String code, String detail) {
        return ProblemException.invalid(pointer, code, detail, NEXT_STEP);
    }

    private static Map<String, String> inOrder(@Nullable Map<String, String> given) {
        return given == null ? Map.of() : java.util.Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }
}
