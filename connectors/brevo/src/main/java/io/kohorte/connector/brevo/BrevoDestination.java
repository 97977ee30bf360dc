// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.brevo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.batch.HttpDestination;
import io.kohorte.toolkit.batch.Plan;
import io.kohorte.toolkit.batch.Reply;
import io.kohorte.toolkit.batch.Rows;
import io.kohorte.toolkit.feedback.ConversionJson;
import io.kohorte.toolkit.http.BadResponse;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.OffsetPages;
import io.kohorte.toolkit.identity.Hash;
import io.kohorte.toolkit.identity.Normaliser;
import io.kohorte.toolkit.signature.BearerToken;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One account of Brevo. */
final class BrevoDestination extends HttpDestination {

    /** Where Brevo does not know the address, it has no code either. */
    private static final ErrorTable ERRORS = ErrorTable.STANDARD
            .codeAt("/code")
            .sentenceAt("/message")
            .waitIn("x-sib-ratelimit-reset")
            .with(404, ProblemCode.INVALID_SETTING)
            .with(ProblemCode.CREDENTIALS_REJECTED, "unauthorized")
            .with(ProblemCode.NOT_PERMITTED, "permission_denied", "account_under_validation")
            .with(ProblemCode.LIMIT_REACHED, "not_enough_credits")
            .with(ProblemCode.AUDIENCE_GONE, "document_not_found")
            .with(ProblemCode.DUPLICATE, "duplicate_parameter")
            .with(ProblemCode.ROW_LOCKED, "duplicate_request");

    /** What Brevo says of a list it says of a contact as well. */
    private static final ErrorTable NOBODY = ERRORS.with(ProblemCode.NOT_FOUND, "document_not_found");

    private static final Map<String, String> EVENTS = Map.of(
            "delivered", "email.delivered",
            "opened", "email.opened",
            "click", "email.clicked",
            "soft_bounce", "email.bounced.soft",
            "hard_bounce", "email.bounced",
            "spam", "email.complained",
            "unsubscribe", Conversion.UNSUBSCRIBED,
            "unsubscribed", Conversion.UNSUBSCRIBED);

    BrevoDestination(Settings settings, ConnectorContext context) {
        super(BrevoConnector.DESCRIPTOR, ERRORS, settings, context);
    }

    @Override
    protected void probe() {
        ask(signed(http.get(contacts("/folders/" + settings.text("folder")))));
    }

    /** A list that was chosen, or else the one that has our key in brackets at the end of its name. */
    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        var chosen = spec.options().optionalText("list");
        if (chosen.isPresent()) {
            return new RemoteAudience(
                    spec,
                    id(ask(signed(http.get(contacts("/lists/" + chosen.get())))).json()));
        }
        var mark = "[" + spec.key() + "]";
        var found = new OffsetPages("Brevo", "lists", "count", 50)
                .find(
                        offset -> ask(signed(http.get(contacts("/lists?limit=50&sort=asc&offset=" + offset))))
                                .json(),
                        list -> list.path("name").asText().endsWith(mark));
        var named = Json.mapper().createObjectNode().put("name", spec.name() + " " + mark);
        named.put("folderId", settings.number("folder", 1));
        var list = found.orElseGet(
                () -> ask(signed(http.post(contacts("/lists"))).json(named)).json());
        return new RemoteAudience(spec, id(list));
    }

    @Override
    protected Plan plan(RemoteAudience audience, Batch batch) {
        return Rows.by("email", Normaliser.email(), audience.spec(), batch)
                .plan(1, rows -> call(audience, rows.get(0)));
    }

    @Override
    protected Set<DeleteBehaviour> leavingMeans() {
        return EnumSet.allOf(DeleteBehaviour.class);
    }

    @Override
    protected Plan erasure(Batch people) {
        return Rows.by("email", Normaliser.email(), people).plan(1, rows -> deletion(rows.get(0)));
    }

    /** Only who allowed e-mail may be created: in Brevo, a contact that is not on the blocklist is mailed. */
    private HttpCall.Builder call(RemoteAudience audience, Rows.Row row) {
        var spec = audience.spec();
        if (row.leaves() && spec.deleteBehaviour() == DeleteBehaviour.DELETE) {
            return deletion(row);
        }
        var granted =
                row.change().consent().answer("email").orElse(spec.options().flag("createUnasked", false));
        var creates = granted && !row.leaves() && spec.mode() != SyncMode.UPDATE;
        var body = Json.mapper().createObjectNode();
        if (creates) {
            body.put("email", row.key()).put("updateEnabled", spec.mode() != SyncMode.INSERT);
        }
        if (!row.leaves() || spec.deleteBehaviour() == DeleteBehaviour.CLEAR_FIELDS) {
            var attributes = body.putObject("attributes");
            row.change().fields().forEach((name, value) -> attributes.set(attribute(name), written(value)));
        }
        var list = new RawValue("[" + audience.remoteId() + "]");
        body.putRawValue(row.leaves() ? "unlinkListIds" : "listIds", list);
        var call = creates ? http.post(contacts("")) : http.put(contact(row));
        return signed(call).json(body).idempotent();
    }

    private static String attribute(String name) {
        var attribute = name.toUpperCase(Locale.ROOT);
        if (attribute.equals("EMAIL")) {
            throw new ConnectorException(Problem.of(
                            ProblemCode.INVALID_SETTING,
                            "EMAIL must not be mapped: another address lifts a contact's blocklisting in Brevo.")
                    .at("EMAIL"));
        }
        return attribute;
    }

    /** Brevo's dates have no time, and an empty text clears an attribute. */
    private static JsonNode written(FieldValue value) {
        if (value instanceof FieldValue.Moment moment) {
            return Json.node(FieldValue.of(moment.value().toString().substring(0, 10)));
        }
        return Json.node(value.equals(FieldValue.EMPTY) ? FieldValue.of("") : value);
    }

    /** 201 with the id of a new contact, 204 for one that was there. */
    @Override
    protected List<Outcome> outcomes(Reply reply) {
        return List.of(new Outcome.Accepted(reply.answer().status() == 204 ? "" : id(reply.json())));
    }

    /** What is not there may be the list or the contact, and who is not there need not be taken off. */
    @Override
    protected List<Outcome> refusals(Reply reply) {
        var gone = ERRORS.problem(reply.call(), reply.answer()).code() == ProblemCode.AUDIENCE_GONE;
        var said = reply.answer().maybeJson().map(body -> body.path("message").asText());
        if (!gone || said.filter(text -> text.startsWith("Contact")).isEmpty()) {
            return super.refusals(reply);
        }
        var change = reply.changes().get(0);
        return List.of(
                change.change() == MemberChange.Kind.REMOVE
                        ? new Outcome.Accepted("")
                        : NOBODY.refusedRow(reply.call(), reply.answer(), change));
    }

    /** Brevo signs nothing: it shows a token that was given to it. Several events may come in one call. */
    @Override
    public List<Conversion> receive(InboundCall call) {
        BearerToken.of(settings.optionalText("webhookToken")).verify(call);
        var body = ConversionJson.body(call);
        var conversions = new ArrayList<Conversion>();
        for (var event : body.isArray() ? body : List.of(body)) {
            var type = EVENTS.get(event.path("event").asText());
            if (type != null) {
                var who = new SubjectKeys("", Map.of("email", ConversionJson.text(event, "email")));
                var at = event.path("ts_event");
                var when = at.canConvertToInt() ? Instant.ofEpochSecond(at.asLong()) : call.receivedAt();
                var id = Hash.SHA256_HEX.of(event.toString()); // Brevo's id is that of the webhook
                conversions.add(new Conversion(id, who, type, when, BigDecimal.ZERO, ""));
            }
        }
        return conversions;
    }

    private String contacts(String path) {
        return settings.text("url") + "/contacts" + path;
    }

    private String contact(Rows.Row row) {
        return contacts("/" + URLEncoder.encode(row.key(), StandardCharsets.UTF_8));
    }

    private HttpCall.Builder deletion(Rows.Row row) {
        return signed(http.delete(contact(row))).idempotent();
    }

    private HttpCall.Builder signed(HttpCall.Builder call) {
        return call.secret("api-key", new Secret(settings.text("apiKey")));
    }

    private static String id(JsonNode object) {
        if (!object.path("id").isIntegralNumber()) {
            throw BadResponse.of("Brevo", "without an id");
        }
        return object.path("id").asText();
    }
}
