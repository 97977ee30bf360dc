// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import jakarta.xml.bind.JAXBException;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.ParserConfigurationException;
import org.dmg.pmml.Application;
import org.dmg.pmml.DataType;
import org.dmg.pmml.Header;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.ResultFeature;
import org.jpmml.evaluator.Classification;
import org.jpmml.evaluator.Computable;
import org.jpmml.evaluator.HasProbability;
import org.jpmml.evaluator.InputField;
import org.jpmml.evaluator.LoadingModelEvaluatorBuilder;
import org.jpmml.evaluator.ModelEvaluator;
import org.jpmml.evaluator.OutputField;
import org.jpmml.evaluator.TargetField;
import org.jpmml.evaluator.Value;
import org.jpmml.model.PMMLException;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/**
 * A model in PMML (dmg.org/pmml), run by JPMML. It has no loops; what one customer can cost is bounded before the file is opened ({@link PmmlWork}), and how long it
 * takes is looked at between customers.
 */
final class PmmlModel implements ExternalModel {
    /** For so many customers. */
    private static final int BATCH = 500;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ModelEvaluator<?> evaluator;
    private final Duration patience;
    private final Map<String, Answer> answers = new HashMap<>();
    private final List<Output> outputs = new ArrayList<>();

    /**
     * Where a number is found in what the evaluator answers.
     *
     * @param field by name
     * @param category whose probability; absent for the field itself
     */
    private record Answer(String field, Optional<Object> category) {
        double in(Map<String, ?> results) {
            Object found = results.get(field);
            if (category.isPresent()) {
                return found instanceof HasProbability shared
                        ? Optional.ofNullable(shared.getProbability(category.get()))
                                .orElse(Double.NaN)
                        : vote(found, category.get());
            }
            Object value = found instanceof Computable computable ? computable.getResult() : found;
            return value instanceof Number number ? number.doubleValue() : Double.NaN;
        }
    }

    /** Regressions with a link of their own for each category answer so, even where together they are 1. */
    private static double vote(@Nullable Object found, Object category) {
        return found instanceof Classification<?, ?> votes
                ? Optional.ofNullable(votes.getValues().get(category))
                        .map(Value::doubleValue)
                        .orElse(Double.NaN)
                : Double.NaN;
    }

    private PmmlModel(ModelEvaluator<?> evaluator, Duration patience) {
        this.evaluator = evaluator;
        this.patience = patience;
        for (TargetField target : evaluator.getTargetFields()) {
            List<Object> categories =
                    Optional.ofNullable(target.getCategories()).orElse(List.of());
            if (categories.isEmpty() && answersAmounts()) {
                offer(
                        target.isSynthetic() ? "score" : target.getName(),
                        new Answer(target.getName(), Optional.empty()),
                        false);
            }
            categories.forEach(category ->
                    offer(probability(category), new Answer(target.getName(), Optional.of(category)), true));
        }
        for (OutputField output : evaluator.getOutputFields()) {
            boolean probability = output.getField().getResultFeature() == ResultFeature.PROBABILITY;
            if (probability && answers.containsKey(probability(output.getField().getValue()))) {
                continue; // the same under another name
            }
            if (probability || isNumber(output.getDataType())) {
                offer(output.getName(), new Answer(output.getName(), Optional.empty()), probability);
            }
        }
        if (outputs.isEmpty()) {
            throw new LearningRefused(
                    "NO_NUMBERS",
                    new Wording(
                            "The model answers no number: neither a probability nor an amount.",
                            "Das Modell antwortet mit keiner Zahl: weder einer Wahrscheinlichkeit noch einem Betrag."));
        }
        evaluator.getInputFields().forEach(PmmlModel::type);
    }

    static PmmlModel open(byte[] file) {
        return open(file, PATIENCE);
    }

    /**
     * Throws {@link LearningRefused} where the file is none we run, and another exception at run time where it is broken.
     *
     * @param patience with {@value #BATCH} customers
     */
    static PmmlModel open(byte[] file, Duration patience) {
        PmmlCheck.check(file);
        try {
            ModelEvaluator<?> evaluator = new LoadingModelEvaluatorBuilder()
                    .setValidationEventHandler(event -> false)
                    .load(new ByteArrayInputStream(file))
                    // of a tree that names no output (KNIME writes none) only the class would be answered
                    .setExtraResultFeatures(EnumSet.of(ResultFeature.PROBABILITY))
                    .build();
            evaluator.verify();
            return new PmmlModel(evaluator, patience);
        } catch (JAXBException | SAXException | ParserConfigurationException e) {
            throw new IllegalArgumentException("no PMML", e);
        }
    }

    /** A class or a group is no number. */
    private boolean answersAmounts() {
        MiningFunction function = evaluator.getMiningFunction();
        return function != MiningFunction.CLASSIFICATION && function != MiningFunction.CLUSTERING;
    }

    private static String probability(@Nullable Object category) {
        return "probability[" + category + "]";
    }

    private void offer(String name, Answer answer, boolean probability) {
        if (answers.putIfAbsent(name, answer) == null) {
            outputs.add(new Output(name, probability));
        }
    }

    private static boolean isNumber(DataType type) {
        return type == DataType.DOUBLE || type == DataType.FLOAT || type == DataType.INTEGER;
    }

    @Override
    public String format() {
        return "pmml";
    }

    @Override
    public String producer() {
        return Optional.ofNullable(evaluator.getPMML().getHeader())
                .map(Header::getApplication)
                .map(PmmlModel::name)
                .orElse("");
    }

    private static String name(Application application) {
        return Stream.of(application.getName(), application.getVersion())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
    }

    @Override
    public List<Input> inputs() {
        return evaluator.getInputFields().stream()
                .map(field -> new Input(
                        field.getName(), type(field), type(field) == InputType.CATEGORY ? values(field) : List.of()))
                .toList();
    }

    private static InputType type(InputField field) {
        return switch (field.getDataType()) {
            case STRING -> InputType.CATEGORY;
            case INTEGER, FLOAT, DOUBLE, BOOLEAN -> InputType.NUMBER;
            default ->
                throw new LearningRefused(
                        "NOT_A_TABLE",
                        new Wording(
                                "The model asks for a date or a time, which cannot be assigned here.",
                                "Das Modell fragt nach einem Datum oder einer Uhrzeit; das lässt sich hier nicht zuordnen."));
        };
    }

    private static List<String> values(InputField field) {
        return Optional.ofNullable(field.getDiscreteDomain()).orElse(List.of()).stream()
                .map(Object::toString)
                .toList();
    }

    @Override
    public List<Output> outputs() {
        return List.copyOf(outputs);
    }

    /** What a file cannot answer of one customer (a category it does not know, or too much that is missing) is no answer about this one only. */
    @Override
    public double[] score(List<FeatureColumn> columns, Output output) {
        Answer answer = Optional.ofNullable(answers.get(output.name()))
                .orElseThrow(() -> new IllegalArgumentException("no such output"));
        List<InputField> fields = evaluator.getInputFields();
        double[] scores = new double[columns.isEmpty() ? 0 : columns.get(0).values().length];
        Arrays.fill(scores, Double.NaN);
        long begun = System.nanoTime();
        for (int row = 0; row < scores.length; row++) {
            if (row % BATCH == 0) {
                begun = System.nanoTime();
            }
            scores[row] = score(fields, columns, row, answer);
            if (System.nanoTime() - begun > patience.toNanos()) {
                throw tooSlow();
            }
        }
        return scores;
    }

    private double score(List<InputField> fields, List<FeatureColumn> columns, int row, Answer answer) {
        Map<String, Object> arguments = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            InputField field = fields.get(i);
            value(field, columns.get(i), row).ifPresent(value -> arguments.put(field.getName(), value));
        }
        try {
            return answer.in(evaluator.evaluate(arguments));
        } catch (PMMLException e) {
            return Double.NaN;
        } catch (RuntimeException | StackOverflowError e) {
            throw ExternalFile.fails(e);
        }
    }

    private static Optional<Object> value(InputField field, FeatureColumn column, int row) {
        if (column.missing(row)) {
            return Optional.empty();
        }
        if (type(field) == InputType.CATEGORY) {
            return column.category(row).map(category -> category);
        }
        return Optional.of(
                switch (field.getDataType()) {
                    case BOOLEAN -> column.value(row) != 0;
                    case INTEGER -> Math.round(column.value(row));
                    default -> decimal(column.value(row));
                });
    }

    /** Of 32 bits the number that people write: 2.45, where the next double would be a little more than a limit of 2.45. */
    private static double decimal(float value) {
        return Double.parseDouble(Float.toString(value));
    }

    private LearningRefused tooSlow() {
        return new LearningRefused(
                "TOO_SLOW",
                new Wording(
                        "The file takes too long for a few customers; everybody could never be scored.",
                        "Die Datei braucht zu lange für wenige Kunden; alle könnten nie bewertet werden."));
    }
}
