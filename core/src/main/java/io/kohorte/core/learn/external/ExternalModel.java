// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import com.fasterxml.jackson.annotation.JsonValue;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.platform.YesOrNo;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A model made elsewhere, opened and ready to score. For one thread at a time. */
public sealed interface ExternalModel permits OnnxModel, PmmlModel {

    /** What an input takes. */
    enum InputType {
        NUMBER,
        CATEGORY;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Something the file wants to know of a customer.
     *
     * @param values the categories it knows, as far as the file says
     */
    record Input(String name, InputType type, List<String> values) {
        public Input {
            values = List.copyOf(values);
        }

        /** Its words for no and for yes, where it knows one of each and nothing else: what imports keep as a flag can be told so. */
        public Optional<List<String>> flag() {
            List<String> no = values.stream()
                    .filter(value -> YesOrNo.of(value).equals(Optional.of(false)))
                    .toList();
            List<String> yes = values.stream()
                    .filter(value -> YesOrNo.of(value).equals(Optional.of(true)))
                    .toList();
            return values.size() == 2 && no.size() == 1 && yes.size() == 1
                    ? Optional.of(List.of(no.get(0), yes.get(0)))
                    : Optional.empty();
        }
    }

    /**
     * A number the file answers about a customer.
     *
     * @param probability whether the file calls it a probability
     */
    record Output(String name, boolean probability) {}

    /** In the words of the field: {@code onnx} or {@code pmml}. */
    String format();

    /** What made the file; empty where it does not say. */
    String producer();

    List<Input> inputs();

    List<Output> outputs();

    /**
     * One output about each row; not a number where the model has nothing to say.
     *
     * @param columns one for each input, in their order
     * @throws LearningRefused where the file uses more than it may, or fails
     */
    double[] score(List<FeatureColumn> columns, Output output);
}
