// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import com.fasterxml.jackson.annotation.JsonValue;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.learn.LearningRefused;
import java.util.List;
import java.util.Locale;

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
