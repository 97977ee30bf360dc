// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.ConnectorContract;
import io.kohorte.tck.JobFault;
import io.kohorte.tck.VendorAnswer;
import io.kohorte.tck.VendorCall;
import io.kohorte.tck.Verdict;
import io.kohorte.toolkit.Json;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** With bulk jobs from the first person on. */
public final class KlaviyoContractTest extends ConnectorContract {

    private static final Pattern LITERAL = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern ATTRIBUTE = Pattern.compile("any\\((\\w+),");

    @Override
    public ConnectorFactory connector() {
        return new KlaviyoConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        return Settings.of(Map.of(
                "baseUrl",
                vendorUrl,
                "apiKey",
                "pk_key-that-nobody-sees",
                "account",
                "XyZ12a",
                "defaultRegion",
                "DE",
                "bulkFrom",
                1, // so that even one row goes by a job
                "timeoutSeconds",
                patience.toSeconds()));
    }

    @Override
    public AudienceSpec audience() {
        return new AudienceSpec(
                "seg-42",
                "High churn",
                SyncMode.MIRROR,
                DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                "email",
                Settings.empty());
    }

    @Override
    public MemberChange change(MemberChange.Kind kind, int person) {
        var identifiers = new LinkedHashMap<String, String>();
        identifiers.put("email", "max.muster" + person + "@example.com");
        identifiers.put("phone", "+49 170 " + (1_234_567 + person));
        return new MemberChange(
                kind,
                new SubjectKeys("4711" + person, identifiers),
                Map.of("last_name", FieldValue.of("Müller-Lüdenscheidt")),
                Consent.NEVER_ASKED);
    }

    @Override
    public MemberChange everything(MemberChange.Kind kind, int person) {
        var identifiers = new LinkedHashMap<>(change(kind, person).subject().identifiers());
        identifiers.put("external_id", "customer-0815-" + person);
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("external_id", FieldValue.of("customer-0815-" + person));
        fields.put("first_name", FieldValue.of("Jürgen"));
        fields.put("location.city", FieldValue.of("München"));
        fields.put("churn_score", FieldValue.of(new BigDecimal("0.870")));
        fields.put("vip", FieldValue.of(true));
        fields.put("last_seen", FieldValue.of(Instant.parse("2026-11-01T08:00:00Z")));
        fields.put("favourite_shop", FieldValue.EMPTY);
        return new MemberChange(
                kind, new SubjectKeys("4711" + person, identifiers), fields, new Consent(Map.of("marketing", true)));
    }

    @Override
    public Optional<String> vendorContract() {
        return Optional.of("klaviyo/klaviyo-2026-07-15-audience.json");
    }

    @Override
    public List<String> notCovered() {
        return List.of(
                "System webhooks: only customers of the Advanced KDP and app partners have them, so events are read.",
                "OAuth: a private key is enough for one account, and an app of the vendor's store would be needed.");
    }

    @Override
    public Optional<VendorAnswer> answer(VendorCall call, JobFault fault) {
        if (!call.path().startsWith("/api/profile-bulk-import-jobs/")) {
            return Optional.empty();
        }
        return Optional.of(
                switch (fault) {
                    case NEVER_FINISHES ->
                        VendorAnswer.json(200, job("processing", 0).toString());
                    case FAILS -> VendorAnswer.json(200, job("cancelled", 0).toString());
                    case DISAPPEARS ->
                        VendorAnswer.json(
                                404,
                                "{\"errors\":[{\"id\":\"1\",\"code\":\"not_found\",\"title\":\"Not found.\",\"detail\":\"?\"}]}");
                });
    }

    @Override
    public boolean looksAfterJob(VendorCall call) {
        return call.path().startsWith("/api/profile-bulk-import-jobs/");
    }

    @Override
    public Map<String, VendorAnswer> throttles() {
        return Map.of(
                "refused for a while without rate headers",
                new VendorAnswer(429, Map.of("retry-after", "7"), "{\"errors\":[{\"code\":\"throttled\"}]}"));
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        var path = call.path().split("\\?", 2)[0];
        var query = URLDecoder.decode(call.path(), StandardCharsets.UTF_8);
        if (path.endsWith("/import-errors")) {
            return VendorAnswer.json(200, importErrors(call).toString());
        }
        if (path.startsWith("/api/profile-bulk-import-jobs")) {
            return call.method().equals("POST")
                    ? VendorAnswer.json(202, "{\"data\":{\"type\":\"profile-bulk-import-job\",\"id\":\"01GSQ\"}}")
                    : VendorAnswer.json(200, complete(call).toString());
        }
        return switch (path) {
            case "/api/accounts" -> VendorAnswer.json(200, collection("account", "XyZ12a", "public_api_key", "XyZ12a"));
            case "/api/lists" -> VendorAnswer.json(200, collection("list", "VRgFBd", "name", "High churn [seg-42]"));
            case "/api/metrics" -> VendorAnswer.json(200, metrics());
            case "/api/profiles" -> VendorAnswer.json(200, profiles(query));
            case "/api/events" -> VendorAnswer.json(200, events(query));
            case "/api/data-privacy-deletion-jobs" -> VendorAnswer.empty(202);
            default -> VendorAnswer.empty(204);
        };
    }

    private static ObjectNode complete(VendorCall call) {
        var failed = call.rows().stream()
                .filter(row -> row.verdict() != Verdict.ACCEPTED)
                .count();
        return job("complete", failed);
    }

    private static ObjectNode job(String status, long failed) {
        var job = Json.mapper().createObjectNode();
        job.putObject("data")
                .put("type", "profile-bulk-import-job")
                .put("id", "01GSQ")
                .putObject("attributes")
                .put("status", status)
                .put("failed_count", failed);
        return job;
    }

    private static ObjectNode importErrors(VendorCall call) {
        var errors = collection();
        for (var position = 0; position < call.rows().size(); position++) {
            var row = call.rows().get(position);
            if (row.verdict() != Verdict.ACCEPTED) {
                var error = errors.withArray("data")
                        .addObject()
                        .put("type", "import-error")
                        .put("id", "e" + position);
                error.putObject("attributes")
                        .put("code", row.verdict() == Verdict.RETRY ? "throttled" : "invalid")
                        .put("title", row.gossip())
                        .put("detail", row.gossip())
                        .putObject("source")
                        .put("pointer", "/data/attributes/profiles/data/" + position + "/attributes/email");
            }
        }
        return errors;
    }

    /** Whoever is looked for is there. */
    private static String profiles(String query) {
        var profiles = collection();
        var attribute = ATTRIBUTE.matcher(query);
        if (attribute.find()) {
            LITERAL.matcher(query).results().map(match -> match.group(1)).forEach(key -> profiles.withArray("data")
                    .addObject()
                    .put("type", "profile")
                    .put("id", "01H" + Integer.toHexString(key.hashCode()))
                    .putObject("attributes")
                    .put(attribute.group(1), key));
        }
        return profiles.toString();
    }

    /** Three orders on two pages. */
    private static String events(String query) {
        var second = query.contains("page[cursor]=second");
        var page = collection();
        for (var id : second ? List.of("e3") : List.of("e1", "e2")) {
            var event = page.withArray("data").addObject().put("type", "event").put("id", id);
            event.putObject("attributes")
                    .put("datetime", "2026-11-20T10:00:00+00:00")
                    .putObject("event_properties")
                    .put("$value", 49.9);
            event.putObject("relationships")
                    .putObject("profile")
                    .putObject("data")
                    .put("type", "profile")
                    .put("id", "01HP");
        }
        page.putArray("included")
                .addObject()
                .put("type", "profile")
                .put("id", "01HP")
                .putObject("attributes")
                .put("email", "max.muster1@example.com");
        if (!second) {
            page.withObject("/links").put("next", "https://a.klaviyo.com/api/events?page%5Bcursor%5D=second");
        }
        return page.toString();
    }

    private static String metrics() {
        var metrics = collection();
        Map.of("XyA", "Placed Order", "XyB", "Opened Email").forEach((id, name) -> metrics.withArray("data")
                .addObject()
                .put("type", "metric")
                .put("id", id)
                .putObject("attributes")
                .put("name", name));
        return metrics.toString();
    }

    private static String collection(String type, String id, String attribute, String value) {
        var collection = collection();
        collection
                .withArray("data")
                .addObject()
                .put("type", type)
                .put("id", id)
                .putObject("attributes")
                .put(attribute, value);
        return collection.toString();
    }

    private static ObjectNode collection() {
        var collection = Json.mapper().createObjectNode();
        collection.putArray("data");
        collection.putObject("links").put("self", "https://a.klaviyo.com/api").putNull("next");
        return collection;
    }
}
