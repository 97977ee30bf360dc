// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.exchange;

import io.kohorte.core.condition.ModelId;
import io.kohorte.core.learn.predict.PredictionCodec;
import io.kohorte.core.learn.registry.Model;
import io.kohorte.core.learn.registry.ModelKind;
import io.kohorte.core.learn.registry.ModelVersions;
import io.kohorte.core.learn.registry.Models;
import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A version as a file for other software. */
@Path("/api/v1/models/{id}/versions/{number}/export")
class ModelExportResource {
    private final Models models;
    private final ModelVersions versions;

    ModelExportResource(Models models, ModelVersions versions) {
        this.models = models;
        this.versions = versions;
    }

    @GET
    public Response export(
            @PathParam("id") long id, @PathParam("number") int number, @QueryParam("format") @Nullable String format) {
        if (!"onnx".equals(format)) {
            throw ProblemException.invalid(
                    "/format", "UNKNOWN_FORMAT", "There is no such format.", "Add ?format=onnx.");
        }
        Model model = QuarkusTransaction.requiringNew()
                .call(() -> models.find(new ModelId(id)))
                .orElseThrow(() -> ProblemException.notFound("model", id));
        if (model.kind() != ModelKind.PREDICTION) {
            throw ProblemException.conflict(
                    "NOT_EXPORTABLE", "There is no file form of this kind of model.", "Predictions can be exported.");
        }
        byte[] body = versions.body(model.id(), number).orElseThrow(() -> ProblemException.notFound("version", number));
        byte[] file = OnnxExport.of(
                PredictionCodec.read(body),
                Map.of("model", Long.toString(id), "version", Integer.toString(number), "name", model.name()));
        return Response.ok(file, MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"model-%d-version-%d.onnx\"".formatted(id, number))
                .build();
    }
}
