// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

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
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** S3 speaks HTTP, so the kit can play it. SFTP and folders keep the same promises in tests of their own. */
public final class FilesContractTest extends ConnectorContract {

    private static final String CONVERSIONS =
            "{\"externalId\":\"order-1\",\"conversionType\":\"purchase\",\"value\":49.90,\"currency\":\"EUR\","
                    + "\"occurredAt\":\"2026-11-20T10:00:00Z\",\"identifiers\":{\"email\":\"max@example.com\"}}\n";

    @Override
    public ConnectorFactory connector() {
        return new FilesConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        var values = new LinkedHashMap<String, Object>();
        values.put("storage", "s3");
        values.put("endpoint", vendorUrl);
        values.put("region", "eu-central-1");
        values.put("bucket", "acme-segments");
        values.put("folder", "kohorte");
        values.put("accessKeyId", "AKIAIOSFODNN7EXAMPLE");
        values.put("secretAccessKey", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        values.put("sessionToken", "token-that-nobody-sees");
        values.put("encryption", "AES256");
        values.put("feedbackFolder", "conversions");
        values.put("timeoutSeconds", patience.plusMillis(999).toSeconds());
        return Settings.of(values);
    }

    @Override
    public AudienceSpec audience() {
        return new AudienceSpec(
                "seg-42",
                "High churn",
                SyncMode.MIRROR,
                DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                "email",
                Settings.of(Map.of("folder", "churn/high", "consents", List.of("marketing"))));
    }

    @Override
    public MemberChange change(MemberChange.Kind kind, int person) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("last_name", FieldValue.of("Müller-Lüdenscheidt"));
        fields.put("churn_score", FieldValue.of(new BigDecimal("0.870")));
        fields.put("city", FieldValue.EMPTY);
        return new MemberChange(
                kind,
                new SubjectKeys("4711" + person, Map.of("email", "max.muster" + person + "@example.com")),
                fields,
                new Consent(Map.of("marketing", true)));
    }

    @Override
    public MemberChange everything(MemberChange.Kind kind, int person) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("note", FieldValue.of("says \"hi\", then\r\nleaves; =1+1"));
        fields.put("vip", FieldValue.of(true));
        fields.put("seen", FieldValue.of(Instant.parse("2026-11-01T08:00:00Z")));
        return new MemberChange(
                kind,
                new SubjectKeys("4711" + person, Map.of("email", "max.muster" + person + "@example.com")),
                fields,
                Consent.NEVER_ASKED);
    }

    @Override
    public boolean handsChangesOn() {
        return true;
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        if (call.method().equals("PUT")) {
            return new VendorAnswer(200, Map.of("etag", "\"5eb63bbbe01eeed093cb22bb8f5acdc3\""), "");
        }
        if (call.method().equals("DELETE")) {
            return VendorAnswer.empty(204);
        }
        if (call.path().contains("list-type=2")) {
            return new VendorAnswer(
                    200,
                    Map.of("content-type", "application/xml"),
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                            + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>acme-segments</Name>"
                            + "<Contents><Key>kohorte/conversions/2026-11-20.ndjson</Key><Size>" + CONVERSIONS.length()
                            + "</Size><StorageClass>STANDARD</StorageClass></Contents></ListBucketResult>");
        }
        return new VendorAnswer(200, Map.of("content-type", "application/x-ndjson"), CONVERSIONS);
    }

    /** A file is refused as a whole, never for one of its rows, so there is nothing to halve. */
    @Override
    public Set<ProblemCode.Kind> kinds(WireFault fault) {
        return switch (fault) {
            case BAD_REQUEST, UNPROCESSABLE, TOO_LARGE -> Set.of(ProblemCode.Kind.CONFIG);
            default -> super.kinds(fault);
        };
    }

    @Override
    public List<String> notCovered() {
        return List.of(
                "SFTP and folders are no HTTP: tests of the connector's own hold their promises.",
                "Storage tells nothing of rows: whoever reads the files does.");
    }
}
