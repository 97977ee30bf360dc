// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.brevo;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Consent;
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
import io.kohorte.toolkit.VendorText;
import io.kohorte.toolkit.batch.HttpDestination;
import io.kohorte.toolkit.batch.Plan;
import io.kohorte.toolkit.batch.Reply;
import io.kohorte.toolkit.batch.Rows;
import io.kohorte.toolkit.feedback.ConversionJson;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.StatusTable;
import io.kohorte.toolkit.identity.Hash;
import io.kohorte.toolkit.identity.Normaliser;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One account of Brevo. */
final class BrevoDestination extends HttpDestination {

    /** Where Brevo does not know the address, it has no code either. */
    private static final StatusTable STATUSES = StatusTable.STANDARD.with(404, ProblemCode.INVALID_SETTING);

    private static final Map<String, ProblemCode> CODES = Map.of(
            "unauthorized", ProblemCode.CREDENTIALS_REJECTED,
            "permission_denied", ProblemCode.NOT_PERMITTED,
            "account_under_validation", ProblemCode.NOT_PERMITTED,
            "not_enough_credits", ProblemCode.LIMIT_REACHED,
            "document_not_found", ProblemCode.AUDIENCE_GONE,
            "duplicate_parameter", ProblemCode.DUPLICATE,
            "duplicate_request", ProblemCode.ROW_LOCKED);

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
        super(BrevoConnector.DESCRIPTOR, STATUSES, settings, context);
    }

    @Override
    protected void probe() {
        asked(http.get(contacts("/folders/" + settings.text("folder"))));
    }

    /** A list that was chosen, or else the one that has our key in brackets at the end of its name. */
    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        var chosen = spec.options().optionalText("list");
        if (chosen.isPresent()) {
            return new RemoteAudience(spec, id(asked(http.get(contacts("/lists/" + chosen.get())))));
        }
        var mark = "[" + spec.key() + "]";
        for (var offset = 0; ; offset += 50) {
            var page = asked(http.get(contacts("/lists?limit=50&sort=asc&offset=" + offset)));
            for (var list : page.json().path("lists")) {
                if (list.path("name").asText().endsWith(mark)) {
                    return new RemoteAudience(spec, id(page, list));
                }
            }
            if (!page.json().path("count").isIntegralNumber()) {
                throw page.badResponse("without the number of lists");
            }
            if (page.json().path("count").asLong() <= offset + 50) {
                break;
            }
        }
        var list = Json.mapper().createObjectNode().put("name", spec.name() + " " + mark);
        list.put("folderId", settings.number("folder", 1));
        return new RemoteAudience(spec, id(asked(http.post(contacts("/lists")).json(list))));
    }

    @Override
    protected Plan plan(RemoteAudience audience, Batch batch) {
        for (var change : batch.changes()) {
            if (change.fields().keySet().stream().anyMatch("email"::equalsIgnoreCase)) {
                throw new ConnectorException(Problem.of(
                                ProblemCode.INVALID_SETTING,
                                "EMAIL must not be mapped: another address lifts a contact's blocklisting in Brevo.")
                        .at("EMAIL"));
            }
        }
        return Rows.by("email", Normaliser.email(), batch).plan(1, rows -> call(audience, rows.get(0)));
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
        var body = Json.write(json -> {
            json.writeStartObject();
            if (creates) {
                json.writeStringField("email", row.key());
                json.writeBooleanField("updateEnabled", spec.mode() != SyncMode.INSERT);
            }
            json.writeObjectFieldStart("attributes");
            for (var field : row.change().fields().entrySet()) {
                Json.write(json, field.getKey().toUpperCase(Locale.ROOT), written(field.getValue()));
            }
            json.writeEndObject();
            json.writeFieldName(row.leaves() ? "unlinkListIds" : "listIds");
            json.writeRawValue("[" + audience.remoteId() + "]");
            json.writeEndObject();
        });
        var call = creates ? http.post(contacts("")) : http.put(contact(row));
        return signed(call).body("application/json", body).idempotent();
    }

    /** Brevo's dates have no time, and an empty text clears an attribute. */
    private static FieldValue written(FieldValue value) {
        if (value instanceof FieldValue.Moment moment) {
            return FieldValue.of(moment.value().toString().substring(0, 10));
        }
        return value.equals(FieldValue.EMPTY) ? FieldValue.of("") : value;
    }

    @Override
    public BatchResult erase(List<SubjectKeys> subjects) {
        var changes = subjects.stream()
                .map(who -> new MemberChange(MemberChange.Kind.REMOVE, who, Map.of(), Consent.NEVER_ASKED))
                .toList();
        var people = Rows.by("email", Normaliser.email(), new Batch("erase", Instant.EPOCH, changes));
        return people.plan(1, rows -> deletion(rows.get(0))).write(call -> {
            var reply = new Reply(
                    call, http.send(call), List.of(changes.get(call.rows().get(0))));
            return reply.answer().successful() ? outcomes(reply) : refusals(reply);
        });
    }

    /** 201 with the id of a new contact, 204 for one that was there. */
    @Override
    protected List<Outcome> outcomes(Reply reply) {
        return List.of(new Outcome.Accepted(reply.answer().status() == 204 ? "" : id(reply.answer())));
    }

    @Override
    protected List<Outcome> refusals(Reply reply) {
        var change = reply.changes().get(0);
        var refusal = refusal(reply.call(), reply.answer(), VendorText.clean(said(reply.answer(), "message"), change));
        if (refusal.problem().code() == ProblemCode.NOT_FOUND && change.change() == MemberChange.Kind.REMOVE) {
            return List.of(new Outcome.Accepted("")); // nobody there to be taken off a list
        }
        return switch (refusal.problem().code()) {
            case NOT_FOUND, DUPLICATE, FIELD_INVALID -> List.of(new Outcome.Rejected(refusal.problem()));
            case ROW_LOCKED -> List.of(new Outcome.Retry(refusal.problem(), refusal.after()));
            default -> throw refusal;
        };
    }

    private HttpAnswer asked(HttpCall.Builder question) {
        var call = signed(question).build();
        var answer = http.send(call);
        if (!answer.successful()) {
            throw refusal(call, answer, VendorText.clean(said(answer, "message")));
        }
        return answer;
    }

    /** Brevo's code and sentence say more than the status, and its own header how long to wait, in seconds. */
    private static ConnectorException refusal(HttpCall call, HttpAnswer answer, String message) {
        var standard = STATUSES.refusal(call, answer);
        var vendorCode = said(answer, "code");
        var code = answer.status() < 500
                ? CODES.getOrDefault(vendorCode, standard.problem().code())
                : standard.problem().code();
        if (code == ProblemCode.AUDIENCE_GONE && !call.rows().isEmpty() && message.startsWith("Contact")) {
            code = ProblemCode.NOT_FOUND;
        } else if (code == ProblemCode.BATCH_REFUSED) {
            code = call.rows().isEmpty() ? ProblemCode.INVALID_SETTING : ProblemCode.FIELD_INVALID;
        }
        var problem = Problem.of(code, message.isEmpty() ? standard.problem().message() : message);
        var reset = answer.header("x-sib-ratelimit-reset").filter(seconds -> seconds.matches("[0-9]{1,4}"));
        var wait = answer.status() == 429 ? reset.map(Long::valueOf).map(Duration::ofSeconds) : answer.retryAfter();
        return new ConnectorException(
                problem.vendor(vendorCode.isEmpty() ? Integer.toString(answer.status()) : vendorCode),
                wait.orElse(standard.after()));
    }

    /** Brevo signs nothing: it shows a token that was given to it. Several events may come in one call. */
    @Override
    public List<Conversion> receive(InboundCall call) {
        var token = new Secret("Bearer " + settings.text("webhookToken", ""));
        if (settings.optionalText("webhookToken").isEmpty()
                || !token.shown(call.header("authorization").orElse(""))) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.CREDENTIALS_REJECTED, "This call does not show the webhook token."));
        }
        var body = ConversionJson.body(call);
        var conversions = new ArrayList<Conversion>();
        for (var event : body.isArray() ? body : Json.mapper().createArrayNode().add(body)) {
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

    private static String said(HttpAnswer answer, String member) {
        return answer.maybeJson().map(body -> body.path(member).asText()).orElse("");
    }

    private static String id(HttpAnswer answer) {
        return id(answer, answer.json());
    }

    private static String id(HttpAnswer answer, JsonNode object) {
        if (!object.path("id").isIntegralNumber()) {
            throw answer.badResponse("without an id");
        }
        return object.path("id").asText();
    }
}
