// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import io.kohorte.core.platform.web.Page;
import io.kohorte.core.platform.web.PageRequest;
import io.kohorte.spi.Conversion;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conversions: what is on record, and a way in for those that no destination tells. */
@Path("/api/v1/conversions")
class ConversionResource {

    private final ConversionIntake intake;
    private final Conversions conversions;
    private final Clock clock;

    ConversionResource(ConversionIntake intake, Conversions conversions, Clock clock) {
        this.intake = intake;
        this.conversions = conversions;
        this.clock = clock;
    }

    record Drafts(@NotEmpty @Size(max = 10_000) List<@Valid @NotNull ConversionDraft> conversions) {}

    /**
     * @param accepted recorded, of people we know
     * @param unknown recorded, of people we do not know yet
     * @param invalid not recorded, and why: one bad row never costs the others
     */
    record Report(long accepted, long duplicates, long unknown, List<Invalid> invalid) {}

    /** @param row position in the list from 0, or line of the file */
    record Invalid(int row, String field, String code, String detail) {}

    private record Row(int row, ConversionDraft draft) {}

    @GET
    public Page<Conversions.View> list(
            @QueryParam("destination") @Nullable Long destination,
            @QueryParam("profile") @Nullable Integer profile,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        return conversions.list(
                Optional.ofNullable(destination), Optional.ofNullable(profile), PageRequest.of(limit, cursor));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response take(@Valid @NotNull Drafts drafts) {
        var rows = new ArrayList<Row>();
        drafts.conversions().forEach(draft -> rows.add(new Row(rows.size(), draft)));
        return take(rows);
    }

    @POST
    @Consumes("text/csv")
    public Response takeFile(@NotNull String text) {
        return take(ConversionCsv.read(text).stream()
                .map(line -> new Row(line.line(), line.draft()))
                .toList());
    }

    private Response take(List<Row> rows) {
        var good = new ArrayList<Conversion>();
        var invalid = new ArrayList<Invalid>();
        for (var row : rows) {
            row.draft()
                    .fault(clock)
                    .ifPresentOrElse(
                            fault -> invalid.add(new Invalid(row.row(), fault.field(), fault.code(), fault.detail())),
                            () -> good.add(row.draft().conversion()));
        }
        var taken = intake.take(Optional.empty(), good);
        return Response.accepted(new Report(taken.accepted(), taken.duplicates(), taken.unknown(), invalid))
                .build();
    }
}
