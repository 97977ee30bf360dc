// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Secret;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What HubSpot pushes of contacts: a list of up to 100 events, in any order, each perhaps more than once. They name the
 * contact by its record id and by nothing else. https://developers.hubspot.com/docs/api/webhooks
 */
final class ContactEvents {

    private static final String CONTACT = "0-1";

    private final Optional<SignatureV3> signature;
    private final Optional<String> webhookUrl;
    private final String portal;
    private final String contactIds;

    ContactEvents(Settings settings) {
        signature = settings.optionalText("clientSecret").map(Secret::new).map(SignatureV3::new);
        webhookUrl = settings.optionalText("webhookUrl");
        portal = settings.text("portalId").strip();
        contactIds = settings.text("contactIdNamespace", Erasure.CONTACT_ID);
    }

    List<Conversion> receive(InboundCall call) {
        if (!signed(call)) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.CREDENTIALS_REJECTED,
                    signature.isEmpty()
                            ? "Without the client secret of the app no call of HubSpot can be verified."
                            : "The signature of the call is wrong, or the call too old."));
        }
        var events = Json.read(call.body())
                .filter(JsonNode::isArray)
                .orElseThrow(() -> invalid("", "HubSpot sends a list of events."));
        var conversions = new ArrayList<Conversion>();
        for (var i = 0; i < events.size(); i++) {
            read(events.get(i), "/" + i).ifPresent(conversions::add);
        }
        return conversions;
    }

    /** Behind a proxy the address we see is not the one that HubSpot signed. */
    private boolean signed(InboundCall call) {
        return signature
                .map(secret -> secret.verify(
                        call.method(),
                        webhookUrl.orElse(call.url()),
                        call.body(),
                        call.header(SignatureV3.TIMESTAMP).orElse(""),
                        call.header(SignatureV3.SIGNATURE).orElse(""),
                        call.receivedAt()))
                .orElse(false);
    }

    /** An app may serve several accounts, and be subscribed to more than we understand. */
    private Optional<Conversion> read(JsonNode event, String pointer) {
        var subscription = event.path("subscriptionType");
        if (!subscription.isTextual()) {
            throw invalid(pointer + "/subscriptionType", "An event names its type.");
        }
        var ours = event.path("portalId").asText(portal).equals(portal);
        return ours
                ? type(subscription.asText(), event).map(type -> conversion(type, event, pointer))
                : Optional.empty();
    }

    private static Optional<String> type(String subscription, JsonNode event) {
        if (subscription.equals("contact.privacyDeletion")) {
            return Optional.of(Conversion.FORGOTTEN);
        }
        var ofContact = subscription.equals("contact.propertyChange")
                || (subscription.equals("object.propertyChange")
                        && event.path("objectTypeId").asText("").equals(CONTACT));
        if (!ofContact) {
            return Optional.empty();
        }
        var value = event.path("propertyValue").asText("");
        return switch (event.path("propertyName").asText("")) {
            case "hs_email_optout" -> value.equals("true") ? Optional.of(Conversion.UNSUBSCRIBED) : Optional.empty();
            case "lifecyclestage" ->
                value.matches("[a-z0-9_]{1,50}") ? Optional.of("lifecycle." + value) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** The id of an event is not always its own, so it is told by what, whom and when. */
    private Conversion conversion(String type, JsonNode event, String pointer) {
        var contact = number(event, "objectId", pointer);
        var moment = number(event, "occurredAt", pointer);
        return new Conversion(
                type + "-" + contact + "-" + moment,
                new SubjectKeys("", Map.of(contactIds, Long.toString(contact))),
                type,
                Instant.ofEpochMilli(moment),
                BigDecimal.ZERO,
                "");
    }

    private static long number(JsonNode event, String name, String pointer) {
        var node = event.path(name);
        if (!node.canConvertToLong() || !node.isIntegralNumber() || node.asLong() < 0) {
            throw invalid(pointer + "/" + name, "This is a whole number.");
        }
        return node.asLong();
    }

    private static ConnectorException invalid(String at, String sentence) {
        return new ConnectorException(
                Problem.of(ProblemCode.FIELD_INVALID, sentence).at(at));
    }
}
