// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.ext.mail.SMTPException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** One message per notice, to all recipients. Its Message-ID is the notice's, so mailboxes recognise one that comes twice. */
@Singleton
class EmailCarrier implements Carrier {

    private static final String TO = "to";
    private static final int MOST_RECIPIENTS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** No more than mail servers agree on: RFC 5321 §4.5.3.1 for the length, nothing quoted, no control character. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?=.{3,254}$)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]*[A-Za-z0-9]");

    private final ReactiveMailer mailer;
    private final Optional<String> sender;
    private final NoticeText texts;

    EmailCarrier(
            ReactiveMailer mailer,
            @ConfigProperty(name = "quarkus.mailer.from") Optional<String> sender,
            NoticeText texts) {
        this.mailer = mailer;
        this.sender = sender;
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

    /** @throws ProblemException without a sender: the host alone has a default, which is no mail server of anybody's */
    @Override
    public List<FieldError> check(ObjectNode settings) {
        if (sender.isEmpty()) {
            throw ProblemException.of(
                    422,
                    "NO_MAIL_SERVER",
                    "No mail server is configured.",
                    "Set QUARKUS_MAILER_HOST and QUARKUS_MAILER_FROM, restart, and add the route again.");
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
        var mail = new Mail()
                .setTo(recipients(settings))
                .setSubject(texts.headline(notice, language))
                .setText(texts.body(notice, language))
                .addHeader("Message-ID", "<" + notice.message() + "@kohorte>")
                .addHeader("Auto-Submitted", "auto-generated");
        try {
            mailer.send(mail).await().atMost(PATIENCE);
        } catch (TimeoutException e) {
            throw new Undelivered("The mail server did not answer in time.");
        } catch (CompletionException | IllegalStateException e) {
            throw new Undelivered(sentence(e));
        }
    }

    /** What a mail server says may quote addresses, so only its number is passed on. */
    private static String sentence(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SMTPException refused) {
                return "The mail server answered with code " + refused.getReplyCode() + ".";
            }
        }
        return "The mail server could not be reached.";
    }

    private static List<String> recipients(ObjectNode settings) {
        return StreamSupport.stream(settings.path(TO).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
