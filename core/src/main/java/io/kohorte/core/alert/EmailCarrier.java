// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import io.kohorte.core.platform.problem.ProblemException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** One message per notice, to all recipients. Its Message-ID is the notice's, so mailboxes recognise one that comes twice. */
@Singleton
class EmailCarrier implements Carrier {

    private static final String TO = "to";
    private static final int MOST_RECIPIENTS = 20;

    /** No more than mail servers agree on: RFC 5321 §4.5.3.1 for the length, nothing quoted, no control character. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?=.{3,254}$)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]*[A-Za-z0-9]");

    private final MailServer server;
    private final NoticeText texts;

    EmailCarrier(MailServer server, NoticeText texts) {
        this.server = server;
        this.texts = texts;
    }

    @Override
    public RouteKind kind() {
        return RouteKind.EMAIL;
    }

    @Override
    public Set<String> settings() {
        return Set.of(TO);
    }

    @Override
    public Set<String> secrets() {
        return Set.of();
    }

    /** @throws ProblemException without a mail server */
    @Override
    public List<FieldError> check(ObjectNode settings) {
        if (!server.isConfigured()) {
            throw ProblemException.of(
                    422,
                    "NO_MAIL_SERVER",
                    "No mail server is configured.",
                    "Set KOHORTE_MAIL_HOST and KOHORTE_MAIL_FROM, restart, and add the route again.");
        }
        var recipients = recipients(settings);
        var good = settings.path(TO).isArray()
                && !recipients.isEmpty()
                && recipients.size() <= MOST_RECIPIENTS
                && recipients.stream()
                        .allMatch(recipient -> ADDRESS.matcher(recipient).matches());
        return good
                ? List.of()
                : List.of(new FieldError("/settings/to", "INVALID_ADDRESS", "A route takes 1 to 20 e-mail addresses."));
    }

    @Override
    public void send(ObjectNode settings, Language language, Notice notice) throws Undelivered {
        server.send(
                "<" + notice.message() + "@kohorte>",
                recipients(settings),
                texts.headline(notice, language),
                texts.body(notice, language));
    }

    private static List<String> recipients(ObjectNode settings) {
        return StreamSupport.stream(settings.path(TO).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
