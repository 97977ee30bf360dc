// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Destination;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The connector type {@code sendgrid}. SendGrid works on contacts by jobs that tell counts only: the file of a job's errors
 * names people, and a ticket must not, so nobody could say later which rows they were. Contacts are upserted, and lists hold
 * each of them once, so a batch that comes twice has the effect of once.
 */
public final class SendgridConnector implements ConnectorFactory {

    static final String ID = "sendgrid";

    /** Most contacts in one upsert. */
    static final int CONTACTS_PER_CALL = 30_000;

    /** 6 MB, with room for what stands around the contacts. */
    static final int BYTES_PER_CALL = 5_900_000;

    private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            ID,
            "SendGrid",
            ConnectorDescriptor.Category.EMAIL,
            "0.1.0",
            Set.of(
                    Capability.ADD,
                    Capability.REMOVE,
                    Capability.UPSERT_FIELDS,
                    Capability.FALLBACK_KEYS,
                    Capability.COUNTS_ONLY,
                    Capability.IDEMPOTENT,
                    Capability.ASYNC_JOB,
                    Capability.CREATE_AUDIENCE,
                    Capability.DELETE_AUDIENCE,
                    Capability.ERASE,
                    Capability.FEEDBACK_PUSH),
            List.of("email", "external_id", "phone", "anonymous_id"),
            new Limits(CONTACTS_PER_CALL, BYTES_PER_CALL, 600, Duration.ofMinutes(1), 8),
            Resource.text(SendgridConnector.class, "settings.schema.json"),
            Resource.text(SendgridConnector.class, "audience.schema.json"),
            List.of("url", "account"),
            "https://www.twilio.com/docs/sendgrid/api-reference/contacts");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        var unreadable = settings.optionalText("webhookPublicKey")
                .filter(key -> EventSignature.key(key).isEmpty());
        if (unreadable.isPresent()) {
            return List.of(new SettingProblem(
                    "/webhookPublicKey",
                    Problem.of(
                            ProblemCode.INVALID_SETTING, "This is no verification key of SendGrid's Event Webhook.")));
        }
        try (var destination = new SendgridDestination(settings, context)) {
            destination.probe();
            return List.of();
        } catch (ConnectorException failure) {
            return List.of(new SettingProblem(pointer(failure.problem()), failure.problem()));
        }
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new SendgridDestination(settings, context);
    }

    /** The setting a person would look at first. A key made for another region is refused like a wrong one. */
    private static String pointer(Problem problem) {
        return switch (problem.code()) {
            case CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED, NOT_PERMITTED -> "/apiKey";
            case VERSION_RETIRED -> "/apiVersion";
            case INVALID_SETTING, AUDIENCE_GONE, CONNECTION, TIMEOUT, BAD_RESPONSE -> "/url";
            default -> "";
        };
    }
}
