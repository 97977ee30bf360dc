// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.kohorte.connector.files.Samples.batch;
import static io.kohorte.connector.files.Samples.change;
import static io.kohorte.connector.files.Samples.context;
import static io.kohorte.connector.files.Samples.part;
import static io.kohorte.connector.files.Samples.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.kohorte.spi.Batch;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class S3Test {

    private static final Batch BATCH = batch(change(MemberChange.Kind.ADD, "a@example.com", Map.of()));

    private final WireMockServer s3 =
            new WireMockServer(WireMockConfiguration.wireMockConfig().dynamicPort());

    @BeforeEach
    void start() {
        s3.start();
        s3.stubFor(any(anyUrl()).willReturn(aResponse().withHeader("ETag", "\"1\"")));
    }

    @AfterEach
    void stop() {
        s3.stop();
    }

    private Settings settings(Map<String, ?> more) {
        var values = new HashMap<String, Object>(Map.of(
                "storage", "s3",
                "endpoint", s3.baseUrl(),
                "region", "eu-central-1",
                "bucket", "acme",
                "accessKeyId", "AKIAIOSFODNN7EXAMPLE",
                "secretAccessKey", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
        values.putAll(more);
        return Settings.of(values);
    }

    @Test
    void puts_an_object_signed_and_encrypted_as_asked() {
        write(settings(Map.of("folder", "in/box", "encryption", "aws:kms", "kmsKeyId", "key-1")), Map.of(), BATCH);
        s3.verify(putRequestedFor(urlEqualTo("/acme/in/box/seg-42/changes/20261121T202500500Z-batch-17.csv"))
                .withHeader("x-amz-date", equalTo("20261121T202610Z"))
                .withHeader("x-amz-server-side-encryption", equalTo("aws:kms"))
                .withHeader("x-amz-server-side-encryption-aws-kms-key-id", equalTo("key-1"))
                .withHeader("x-amz-content-sha256", WireMock.matching("[0-9a-f]{64}"))
                .withHeader(
                        "authorization",
                        WireMock.matching("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261121/eu-central-1/s3/"
                                + "aws4_request,SignedHeaders=host;x-amz-content-sha256;x-amz-date;"
                                + "x-amz-server-side-encryption;x-amz-server-side-encryption-aws-kms-key-id,"
                                + "Signature=[0-9a-f]{64}")));
    }

    @Test
    void goes_to_the_region_of_the_bucket_and_to_its_own_host_where_asked() {
        for (var host : Map.of(
                        "path",
                        "s3.eu-central-1.amazonaws.com/acme",
                        "virtual-host",
                        "acme.s3.eu-central-1.amazonaws.com")
                .entrySet()) {
            var settings =
                    new HashMap<>(settings(Map.of("addressing", host.getKey())).asMap());
            settings.remove("endpoint");
            try (var destination = new FilesConnector().open(Settings.of(settings), context(false))) {
                var shown = destination
                        .audiences()
                        .preview(RemoteAudience.planned(Samples.audience(Map.of())), BATCH)
                        .requests();
                assertThat(shown.get(0).url()).startsWith("https://" + host.getValue() + "/seg-42/changes/");
            }
        }
    }

    @Test
    void a_snapshot_whose_manifest_cannot_be_written_comes_again() {
        s3.stubFor(WireMock.put(WireMock.urlMatching(".*manifest.json"))
                .willReturn(aResponse().withStatus(503).withBody("<Error><Code>SlowDown</Code></Error>")));
        assertThatThrownBy(() -> write(settings(Map.of()), Map.of(), part(0, true)))
                .hasMessageStartingWith("RATE_LIMITED");
        s3.verify(0, putRequestedFor(WireMock.urlMatching(".*latest.json")));
    }

    @ParameterizedTest
    @CsvSource({
        "403, InvalidAccessKeyId, /accessKeyId, CREDENTIALS_REJECTED",
        "403, SignatureDoesNotMatch, /secretAccessKey, CREDENTIALS_REJECTED",
        "400, InvalidToken, /sessionToken, CREDENTIALS_REJECTED",
        "400, ExpiredToken, /sessionToken, CREDENTIALS_EXPIRED",
        "403, AccessDenied, /bucket, NOT_PERMITTED",
        "403, AllAccessDisabled, /bucket, NOT_PERMITTED",
        "403, AccountProblem, /bucket, NOT_PERMITTED",
        "404, NoSuchBucket, /bucket, INVALID_SETTING",
        "400, InvalidBucketName, /bucket, INVALID_SETTING",
        "301, PermanentRedirect, /region, INVALID_SETTING",
        "400, AuthorizationHeaderMalformed, /region, INVALID_SETTING",
        "400, KMS.NotFoundException, /kmsKeyId, INVALID_SETTING",
        "403, RequestTimeTooSkewed, /endpoint, INVALID_SETTING",
        "503, SlowDown, '', RATE_LIMITED",
        "403, QuotaExceeded, /bucket, LIMIT_REACHED",
        "507, XMinioStorageFull, /bucket, LIMIT_REACHED",
        "400, SomethingNew, /endpoint, INVALID_SETTING",
        "500, InternalError, /endpoint, UNAVAILABLE",
        "503, ServiceUnavailable, /endpoint, UNAVAILABLE",
        "409, OperationAborted, /endpoint, UNAVAILABLE",
        "411, MissingContentLength, /endpoint, UNEXPECTED",
    })
    void an_error_of_the_storage_points_at_the_setting_to_mend(int status, String code, String pointer, String ours) {
        s3.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(status)
                        .withBody("<?xml version=\"1.0\"?><Error><Code>" + code
                                + "</Code><Message>x</Message></Error>")));
        assertThat(new FilesConnector().check(settings(Map.of()), context(true)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.pointer()).isEqualTo(pointer);
                    assertThat(problem.problem().code().name()).isEqualTo(ours);
                });
    }

    @Test
    void conversions_that_were_cut_on_their_way_are_not_read() {
        var whole = "conversionType,email\npurchase,a@example.com\npurchase,b@example.com\n";
        s3.stubFor(WireMock.get(WireMock.urlPathEqualTo("/acme/"))
                .willReturn(aResponse()
                        .withBody("<ListBucketResult><Contents><Key>back/1.csv</Key><Size>" + whole.length()
                                + "</Size></Contents></ListBucketResult>")));
        s3.stubFor(WireMock.get("/acme/back/1.csv").willReturn(aResponse().withBody(whole)));
        try (var destination = new FilesConnector().open(settings(Map.of("feedbackFolder", "back")), context(true))) {
            assertThat(destination.feedback().read(Cursor.START, 10).conversions())
                    .hasSize(2);
            var half = whole.substring(0, whole.indexOf("purchase,b"));
            s3.stubFor(WireMock.get("/acme/back/1.csv").willReturn(aResponse().withBody(half)));
            assertThatThrownBy(() -> destination.feedback().read(Cursor.START, 10))
                    .hasMessageStartingWith("BAD_RESPONSE");
        }
    }

    @Test
    void hidden_objects_do_not_hide_what_comes_after_them() {
        moreHiddenObjectsThanAListHolds();
        var line = "{\"externalId\":\"o-1\",\"conversionType\":\"purchase\",\"profileId\":\"1\"}\n";
        s3.stubFor(WireMock.get(WireMock.urlPathEqualTo("/acme/"))
                .withQueryParam("start-after", WireMock.equalTo("back/.00500.part"))
                .willReturn(aResponse()
                        .withBody("<ListBucketResult><Contents><Key>back/1.ndjson</Key><Size>" + line.length()
                                + "</Size></Contents></ListBucketResult>")));
        s3.stubFor(WireMock.get("/acme/back/1.ndjson").willReturn(aResponse().withBody(line)));
        try (var destination = new FilesConnector().open(settings(Map.of("feedbackFolder", "back")), context(true))) {
            assertThat(destination.feedback().read(Cursor.START, 10).conversions())
                    .hasSize(1);
        }
    }

    @Test
    void storage_that_cannot_begin_after_a_name_is_not_listed_for_ever() {
        moreHiddenObjectsThanAListHolds();
        try (var destination = new FilesConnector().open(settings(Map.of("feedbackFolder", "back")), context(true))) {
            assertThat(destination.feedback().read(Cursor.START, 10).conversions())
                    .isEmpty();
        }
        s3.verify(2, WireMock.getRequestedFor(WireMock.urlPathEqualTo("/acme/")));
    }

    @Test
    void a_check_leaves_nothing_behind() {
        assertThat(new FilesConnector().check(settings(Map.of()), context(true)))
                .isEmpty();
        s3.verify(1, putRequestedFor(urlEqualTo("/acme/.kohorte-check")));
        s3.verify(1, WireMock.deleteRequestedFor(urlEqualTo("/acme/.kohorte-check")));
    }

    private void moreHiddenObjectsThanAListHolds() {
        var hidden = IntStream.range(0, 501)
                .mapToObj("<Contents><Key>back/.%05d.part</Key><Size>1</Size></Contents>"::formatted)
                .collect(Collectors.joining("", "<ListBucketResult>", "</ListBucketResult>"));
        s3.stubFor(WireMock.get(WireMock.urlPathEqualTo("/acme/"))
                .willReturn(aResponse().withBody(hidden)));
    }
}
