// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.toolkit.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract, run over the sample with jobs with one flaw. Not found by the build: {@link JobTckTest} starts it. */
@ExtendWith(JobFlawParameter.class)
abstract class JobSampleContract extends ConnectorContract {

    private final JobFlaw flaw;

    JobSampleContract(JobFlaw flaw) {
        this.flaw = flaw;
    }

    @Override
    public ConnectorFactory connector() {
        return new JobSampleConnector(flaw);
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        return Settings.of(Map.of("url", vendorUrl, "apiKey", "key-nobody-sees", "patience", patience.toMillis()));
    }

    @Override
    public AudienceSpec audience() {
        return new AudienceSpec(
                "seg-1", "One", SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, "email", Settings.empty());
    }

    @Override
    public MemberChange change(MemberChange.Kind kind, int person) {
        var keys = new SubjectKeys(Integer.toString(person), Map.of("email", "person" + person + "@example.com"));
        return new MemberChange(kind, keys, Map.of(), Consent.NEVER_ASKED);
    }

    @Override
    public Duration patience() {
        return Duration.ofMillis(500);
    }

    @Override
    public boolean looksAfterJob(VendorCall call) {
        return call.path().startsWith("/jobs/");
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        if (call.path().equals("/campaigns")) {
            return VendorAnswer.json(200, "{\"clicks\":3}");
        }
        if (!looksAfterJob(call)) {
            return VendorAnswer.json(200, "{\"id\":\"job-7\"}");
        }
        var job = Json.mapper().createObjectNode().put("state", "done");
        var results = job.putArray("results");
        call.rows()
                .forEach(row -> results.add(
                        switch (row.verdict()) {
                            case ACCEPTED -> "ok";
                            case RETRY -> "busy";
                            case REJECTED -> row.gossip();
                        }));
        return VendorAnswer.json(200, job.toString());
    }

    @Override
    public Optional<VendorAnswer> answer(VendorCall call, JobFault fault) {
        if (!looksAfterJob(call)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (fault) {
                    case NEVER_FINISHES -> VendorAnswer.json(200, "{\"state\":\"running\"}");
                    case DISAPPEARS -> VendorAnswer.json(404, "{\"message\":\"no such job\"}");
                    case FAILS -> VendorAnswer.json(200, "{\"state\":\"failed\"}");
                });
    }
}
