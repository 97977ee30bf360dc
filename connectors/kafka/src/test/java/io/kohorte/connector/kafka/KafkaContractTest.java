// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.ConnectorContract;
import io.kohorte.tck.VendorAnswer;
import io.kohorte.tck.VendorCall;
import io.kohorte.tck.WireFault;
import io.kohorte.toolkit.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;

/**
 * Kafka is no HTTP: between the connector and the kit stands a broker that asks the kit's vendor what to say, {@link
 * TranslatingBroker}. What only a real cluster can show, tests of the connector's own do.
 */
public final class KafkaContractTest extends ConnectorContract {

    static final String CONVERSIONS = "shop.conversions";

    @Override
    public ConnectorFactory connector() {
        return new KafkaConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        var values = new LinkedHashMap<String, Object>();
        values.put("brokers", TranslatingBroker.inFrontOf(vendorUrl));
        values.put("encryption", "none");
        values.put("signIn", "plain");
        values.put("username", "kohorte");
        values.put("password", "a password \"nobody\" sees \\");
        values.put("conversionsTopic", CONVERSIONS);
        values.put("timeoutSeconds", patience.plusMillis(999).toSeconds());
        return Settings.of(values);
    }

    @Override
    public String shownAddress(String vendorUrl) {
        return "kafka://" + TranslatingBroker.inFrontOf(vendorUrl);
    }

    @Override
    public AudienceSpec audience() {
        return new AudienceSpec(
                "seg-42",
                "High churn",
                SyncMode.MIRROR,
                DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                "email",
                Settings.of(Map.of("topic", "marketing.segments")));
    }

    @Override
    public MemberChange change(MemberChange.Kind kind, int person) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("last_name", FieldValue.of("Müller-Lüdenscheidt"));
        fields.put("churn_score", FieldValue.of(new BigDecimal("0.870")));
        fields.put("city", FieldValue.EMPTY);
        return new MemberChange(
                kind,
                new SubjectKeys(profile(person), Map.of("email", "max.muster" + person + "@example.com")),
                fields,
                new Consent(Map.of("marketing", true)));
    }

    /** A partition takes its records all or none, so people whom the kit wants told apart live in partitions of their own. */
    private static String profile(int person) {
        return IntStream.range(0, Integer.MAX_VALUE)
                .mapToObj(number -> "4711" + person + "-" + number)
                .filter(profile -> Utils.toPositive(Utils.murmur2(Message.utf8(profile))) % TranslatingBroker.PARTITIONS
                        == person % TranslatingBroker.PARTITIONS)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public MemberChange everything(MemberChange.Kind kind, int person) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("note", FieldValue.of("says \"hi\",\r\nthen leaves"));
        fields.put("vip", FieldValue.of(true));
        fields.put("seen", FieldValue.of(Instant.parse("2026-11-01T08:00:00Z")));
        fields.put("first_seen_in", new FieldValue.IfEmpty(FieldValue.of("Lüneburg-Mitte")));
        return new MemberChange(
                kind,
                new SubjectKeys(profile(person), Map.of("email", "max.muster" + person + "@example.com")),
                fields,
                Consent.NEVER_ASKED);
    }

    @Override
    public boolean authenticates(VendorCall call) {
        return call.path().startsWith(TranslatingBroker.SIGN_IN);
    }

    @Override
    public boolean handsChangesOn() {
        return true;
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        if (authenticates(call)) {
            return VendorAnswer.json(200, "{}");
        }
        if (call.method().equals("FETCH")) {
            return VendorAnswer.json(
                    200, "{\"records\":[" + conversion(1) + "," + conversion(2) + "," + conversion(3) + "]}");
        }
        var told = Json.mapper().createObjectNode().put("status", "accepted");
        call.rows().stream().findFirst().ifPresent(row -> {
            switch (row.verdict()) {
                case ACCEPTED -> told.put("status", "accepted");
                case RETRY -> told.put("status", "retry");
                case REJECTED -> told.put("status", "rejected").put("message", row.gossip());
            }
        });
        return VendorAnswer.json(200, told.toString());
    }

    private static String conversion(int number) {
        return "{\"specversion\":\"1.0\",\"id\":\"order-" + number
                + "\",\"source\":\"/shop\",\"type\":\"com.example.order.paid\",\"time\":\"2026-11-20T10:00:00Z\","
                + "\"data\":{\"conversionType\":\"purchase\",\"value\":49.90,\"currency\":\"EUR\","
                + "\"identifiers\":{\"email\":\"max@example.com\"}}}";
    }

    /** A broker that leads elsewhere, or has not heard of a topic that the cluster knows, will do so at the next attempt. */
    @Override
    public Set<ProblemCode.Kind> kinds(WireFault fault) {
        return switch (fault) {
            case REDIRECT, NOT_FOUND -> Set.of(ProblemCode.Kind.TRANSIENT);
            default -> super.kinds(fault);
        };
    }

    @Override
    public List<String> notCovered() {
        return List.of(
                "The kit speaks HTTP: a broker that asks the kit's vendor translates Kafka's protocol for it; TLS,"
                        + " SCRAM, client certificates and permissions are tested with a broker of Apache Kafka.",
                "A partition takes the records of a request all or none: when it refuses some, the others of that"
                        + " partition come again.",
                "Kafka forgets nobody on request: records go when the topic's retention or compaction lets them go.",
                "Sign-in by Kerberos, OAuth or AWS IAM is not offered.");
    }
}
