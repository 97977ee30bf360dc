// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.access.Caller;
import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.FeatureExtraction;
import io.kohorte.core.condition.ModelId;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.TraitType;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.external.ExternalFile;
import io.kohorte.core.learn.external.ExternalModel;
import io.kohorte.core.learn.external.ExternalVersion;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file of an external model: uploading it, and saying which feature each of its inputs gets. */
@Path("/api/v1/models")
class ModelFileResource {
    private static final int LONGEST_NAME = 200;

    private final Models models;
    private final ModelFiles files;
    private final FeatureExtraction extraction;
    private final TrainingRuns runs;
    private final SecurityIdentity identity;
    private final Clock clock;

    ModelFileResource(
            Models models,
            ModelFiles files,
            FeatureExtraction extraction,
            TrainingRuns runs,
            SecurityIdentity identity,
            Clock clock) {
        this.models = models;
        this.files = files;
        this.extraction = extraction;
        this.runs = runs;
        this.identity = identity;
        this.clock = clock;
    }

    /**
     * A file as the API shows it.
     *
     * @param output the one in use, or the one proposed
     */
    record FileView(
            String name,
            String sha256,
            long bytes,
            String format,
            String producer,
            String uploadedBy,
            Instant uploadedAt,
            List<InputView> inputs,
            List<ExternalModel.Output> outputs,
            String output) {}

    /**
     * An input of the file.
     *
     * @param feature the one in use, or the one proposed; null where there is none
     */
    record InputView(String name, ExternalModel.InputType type, List<String> values, @Nullable String feature) {}

    /** What the file is to be used for. */
    record Use(@NotNull List<ExternalVersion.Assigned> inputs, @NotNull String output) {}

    @PUT
    @Path("/{id}/file")
    @Consumes(MediaType.WILDCARD)
    public FileView upload(
            @PathParam("id") long id, @QueryParam("filename") @Nullable String filename, InputStream body)
            throws IOException {
        Model model = external(id);
        byte[] octets = body.readNBytes(ExternalFile.LARGEST + 1);
        ExternalModel opened = opened(octets);
        ModelFile file = new ModelFile(
                shown(filename), sha256(octets), octets, Caller.of(identity).label(), clock.instant());
        files.keep(model.id(), file);
        return view(model, file, opened);
    }

    @GET
    @Path("/{id}/file")
    public FileView show(@PathParam("id") long id) {
        Model model = external(id);
        ModelFile file = file(model);
        return view(model, file, opened(file.body()));
    }

    /** A version of the file comes of it: a run. */
    @POST
    @Path("/{id}/file:use")
    public Response use(@PathParam("id") long id, @NotNull Use use) {
        Model model = external(id);
        ModelFile file = file(model);
        check(opened(file.body()), use);
        if (runs.latest(model.id()).filter(run -> !run.state().isFinal()).isPresent()) {
            throw ProblemException.conflict(
                    "SCORING_GOES_ON",
                    "This model is scoring with a file right now.",
                    "Wait until that run is over, then use the file.");
        }
        QuarkusTransaction.requiringNew().run(() -> {
            Model changed = models.find(model.id()).orElseThrow();
            changed.define(changed.definition().of(new ExternalWish(file.sha256(), use.inputs(), use.output())));
            changed.updatedAt = clock.instant();
        });
        return Response.accepted(new ModelResource.Started(
                        runs.request(model.id(), "file").value()))
                .build();
    }

    private void check(ExternalModel opened, Use use) {
        List<FieldError> errors = new ArrayList<>();
        Map<String, TraitType> traits;
        try (CustomerHistory history = extraction.open()) {
            traits = history.traits();
        }
        if (opened.outputs().stream().noneMatch(output -> output.name().equals(use.output()))) {
            errors.add(new FieldError("/output", "UNKNOWN_OUTPUT", "The file has no such output."));
        }
        for (int i = 0; i < use.inputs().size(); i++) {
            ExternalVersion.Assigned assigned = use.inputs().get(i);
            String pointer = "/inputs/" + i;
            Optional<ExternalModel.Input> input = opened.inputs().stream()
                    .filter(one -> one.name().equals(assigned.input()))
                    .findFirst();
            if (input.isEmpty()) {
                errors.add(new FieldError(pointer + "/input", "UNKNOWN_INPUT", "The file has no such input."));
            } else if (assigned.feature() != null) {
                feature(input.get(), assigned.feature(), traits)
                        .ifPresent(
                                wrong -> errors.add(new FieldError(pointer + "/feature", wrong.code, wrong.sentence)));
            }
        }
        if (use.inputs().stream().noneMatch(assigned -> assigned.feature() != null)) {
            errors.add(
                    new FieldError(
                            "/inputs",
                            "NOTHING_ASSIGNED",
                            "At least one input gets a feature; a file that knows nothing of a customer says the same of all."));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    /** Why a feature cannot be what an input takes. */
    private enum Wrong {
        UNKNOWN(
                "UNKNOWN_FEATURE",
                "There is no such feature; GET /api/v1/catalogue lists them, traits are trait:<name>."),
        TEXT("WRONG_TYPE", "The input takes a number, and the feature is a text."),
        NUMBER("WRONG_TYPE", "The input takes a text, and the feature is a number."),
        FLAG(
                "WRONG_TYPE",
                "The input takes a text, the feature is a yes or no, and the file does not say which two words stand for that.");

        private final String code;
        private final String sentence;

        Wrong(String code, String sentence) {
            this.code = code;
            this.sentence = sentence;
        }
    }

    private static Optional<Wrong> feature(ExternalModel.Input input, String name, Map<String, TraitType> traits) {
        Optional<Feature> feature = FeatureCatalogue.find(name, traits);
        if (feature.isEmpty()) {
            return Optional.of(Wrong.UNKNOWN);
        }
        boolean wantsText = input.type() == ExternalModel.InputType.CATEGORY;
        return switch (feature.get().kind()) {
            case CATEGORY -> wantsText ? Optional.empty() : Optional.of(Wrong.TEXT);
            case NUMBER -> wantsText ? Optional.of(Wrong.NUMBER) : Optional.empty();
            case FLAG -> wantsText && input.flag().isEmpty() ? Optional.of(Wrong.FLAG) : Optional.empty();
        };
    }

    private FileView view(Model model, ModelFile file, ExternalModel opened) {
        Optional<ExternalWish> used = Optional.ofNullable(model.definition().file())
                .filter(wish -> wish.file().equals(file.sha256()));
        Map<String, TraitType> traits;
        try (CustomerHistory history = extraction.open()) {
            traits = history.traits();
        }
        List<InputView> inputs = opened.inputs().stream()
                .map(input -> new InputView(
                        input.name(),
                        input.type(),
                        input.values(),
                        used.map(wish -> assigned(wish, input))
                                .orElseGet(() -> proposed(input, traits))
                                .orElse(null)))
                .toList();
        List<ExternalModel.Output> outputs = opened.outputs();
        String output = used.map(ExternalWish::output).orElseGet(() -> proposed(outputs));
        return new FileView(
                file.name(),
                file.sha256(),
                file.body().length,
                opened.format(),
                opened.producer(),
                file.uploadedBy(),
                file.uploadedAt(),
                inputs,
                outputs,
                output);
    }

    private static Optional<String> assigned(ExternalWish wish, ExternalModel.Input input) {
        return wish.inputs().stream()
                .filter(assigned -> assigned.input().equals(input.name()))
                .flatMap(assigned -> Optional.ofNullable(assigned.feature()).stream())
                .findFirst();
    }

    /** By equal names, whatever their case; a file of ours names features that no list holds, such as shares of categories. */
    private static Optional<String> proposed(ExternalModel.Input input, Map<String, TraitType> traits) {
        List<String> names = new ArrayList<>(List.of(input.name()));
        FeatureCatalogue.declared().forEach(feature -> names.add(feature.name()));
        traits.keySet().stream()
                .sorted()
                .map(trait -> FeatureCatalogue.TRAIT + trait)
                .forEach(names::add);
        return names.stream()
                .filter(name -> plain(name).equals(plain(input.name())))
                .filter(name -> feature(input, name, traits).isEmpty())
                .findFirst();
    }

    private static String plain(String name) {
        String own = name.startsWith(FeatureCatalogue.TRAIT) ? name.substring(FeatureCatalogue.TRAIT.length()) : name;
        return own.toLowerCase(java.util.Locale.ROOT).replace('_', '-').replace(' ', '-');
    }

    /** The last probability: files put yes after no. */
    private static String proposed(List<ExternalModel.Output> outputs) {
        return outputs.stream()
                .filter(ExternalModel.Output::probability)
                .reduce((one, other) -> other)
                .orElse(outputs.get(0))
                .name();
    }

    private static ExternalModel opened(byte[] octets) {
        try {
            return ExternalFile.open(octets);
        } catch (LearningRefused refused) {
            throw ProblemException.of(
                    422,
                    refused.code(),
                    refused.sentence().en(),
                    "Export the model again as ONNX or PMML, and upload that; the guide says what can be read.");
        }
    }

    private Model external(long id) {
        Model model = QuarkusTransaction.requiringNew()
                .call(() -> models.find(new ModelId(id)))
                .orElseThrow(() -> ProblemException.notFound("model", id));
        if (model.kind() != ModelKind.EXTERNAL) {
            throw ProblemException.conflict(
                    "NOT_EXTERNAL", "This model learns here; it takes no file.", "Create a model of kind external.");
        }
        return model;
    }

    private ModelFile file(Model model) {
        return files.find(model.id())
                .orElseThrow(() ->
                        ProblemException.notFound("file of model", model.id().value()));
    }

    private static String shown(@Nullable String filename) {
        String name =
                filename == null ? "" : filename.replaceAll("\\p{Cntrl}", "").strip();
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    }

    private static String sha256(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
