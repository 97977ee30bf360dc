// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Destination;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Problem;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The connector type {@code mailchimp}. Every request says what shall be, never what shall change, so a batch that comes
 * twice has the effect of once: contacts are put, created only where they are missing, and belong to a segment or not.
 */
public final class MailchimpConnector implements ConnectorFactory {

    static final String ID = "mailchimp";

    /** Most members in one request to a list, and most addresses of each kind in one request to a segment. */
    static final int MEMBERS_PER_CALL = 500;

    /** Connections Mailchimp allows one user at the same time, over all applications. */
    private static final int CONNECTIONS = 10;

    private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            ID,
            "Mailchimp",
            ConnectorDescriptor.Category.EMAIL,
            "0.1.0",
            Set.of(
                    Capability.ADD,
                    Capability.REMOVE,
                    Capability.UPSERT_FIELDS,
                    Capability.PER_RECORD_STATUS,
                    Capability.IDEMPOTENT,
                    Capability.ASYNC_JOB,
                    Capability.CREATE_AUDIENCE,
                    Capability.DELETE_AUDIENCE,
                    Capability.ERASE,
                    Capability.FEEDBACK_PUSH,
                    Capability.CAMPAIGN_FIGURES),
            List.of("email"),
            new Limits(MEMBERS_PER_CALL, MailchimpDestination.BYTES_PER_CALL, 600, Duration.ofMinutes(1), CONNECTIONS),
            Resource.text(MailchimpConnector.class, "settings.schema.json"),
            Resource.text(MailchimpConnector.class, "audience.schema.json"),
            List.of("url", "account"), // connections are counted by user, over all audiences
            "https://mailchimp.com/developer/marketing/api/");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        try (var destination = new MailchimpDestination(settings, context)) {
            destination.probe();
            return List.of();
        } catch (ConnectorException failure) {
            return List.of(new SettingProblem(pointer(failure.problem(), settings), failure.problem()));
        }
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new MailchimpDestination(settings, context);
    }

    /** The setting a person would look at first. Without an address of its own, the data centre stands in the key. */
    private static String pointer(Problem problem, Settings settings) {
        return switch (problem.code()) {
            case CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED, NOT_PERMITTED -> "/apiKey";
            case AUDIENCE_GONE -> "/listId";
            case VERSION_RETIRED -> "/apiVersion";
            case INVALID_SETTING, CONNECTION, TIMEOUT, BAD_RESPONSE ->
                settings.optionalText("url").isPresent() ? "/url" : "/apiKey";
            default -> "";
        };
    }
}
