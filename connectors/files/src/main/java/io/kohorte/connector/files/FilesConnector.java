// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Destination;
import io.kohorte.spi.Limits;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * CSV or NDJSON files in S3-compatible storage, over SFTP or in a folder. The name of a file follows from its batch, so a
 * batch that comes twice overwrites its file with the same bytes: that makes it idempotent.
 */
public final class FilesConnector implements ConnectorFactory {

    static final String ID = "files";

    /** Storage knows no limits that matter here; a request every 300 ms keeps files few and S3 far from {@code SlowDown}. */
    static final Limits LIMITS = new Limits(50_000, 64 << 20, 200, Duration.ofMinutes(1), 4);

    private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            ID,
            "Files (S3, SFTP, folder)",
            ConnectorDescriptor.Category.FILES,
            "1.0.0",
            Set.of(
                    Capability.ADD,
                    Capability.REMOVE,
                    Capability.FULL_REPLACE,
                    Capability.UPSERT_FIELDS,
                    Capability.FALLBACK_KEYS,
                    Capability.IDEMPOTENT,
                    Capability.CREATE_AUDIENCE,
                    Capability.FEEDBACK_PULL),
            List.of("email", "external_id", "user_id", "phone", "anonymous_id", "maid"),
            LIMITS,
            Resource.text(FilesConnector.class, "settings.schema.json"),
            Resource.text(FilesConnector.class, "audience.schema.json"),
            List.of("storage", "endpoint", "bucket", "host", "username", "localFolder"),
            "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        try (var destination = new FilesDestination(settings, context)) {
            destination.look();
            return List.of();
        } catch (ConnectorException refusal) {
            return List.of(new SettingProblem(pointer(settings, refusal), refusal.problem()));
        }
    }

    private static String pointer(Settings settings, ConnectorException refusal) {
        var problem = refusal.problem();
        if (problem.namedField().isPresent()) {
            return "/" + problem.field();
        }
        var s3 = settings.text("storage", "s3").equals("s3");
        return switch (problem.code()) {
            case CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED -> s3 ? "/secretAccessKey" : "/password";
            case NOT_PERMITTED, AUDIENCE_GONE -> s3 ? "/bucket" : "";
            case RATE_LIMITED, QUOTA_SPENT -> "";
            default -> s3 ? "/endpoint" : "";
        };
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new FilesDestination(settings, context);
    }
}
