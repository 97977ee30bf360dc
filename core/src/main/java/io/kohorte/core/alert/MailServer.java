// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import jakarta.inject.Singleton;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** Hands mails to the server of the installation, over a connection of its own each: they are rare, and one kept for long may be dead. */
@Singleton
class MailServer {

    /** For the connection, and again for each answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MailConfig config;

    MailServer(MailConfig config) {
        this.config = config;
    }

    boolean isConfigured() {
        return config.host().isPresent() && config.from().isPresent();
    }

    /**
     * Sends one text to all recipients or to none.
     *
     * @param id the whole Message-ID
     * @throws Undelivered with a reason that names no address
     */
    void send(String id, List<String> recipients, String subject, String text) throws Undelivered {
        try {
            MimeMessage mail = mail(id, recipients, subject, text);
            if (config.username().isPresent()) {
                Transport.send(
                        mail,
                        mail.getAllRecipients(),
                        config.username().orElseThrow(),
                        config.password().orElse(""));
            } else {
                Transport.send(mail);
            }
        } catch (MessagingException e) {
            throw new Undelivered(sentence(e));
        }
    }

    private MimeMessage mail(String id, List<String> recipients, String subject, String text)
            throws MessagingException {
        MimeMessage mail = new MimeMessage(Session.getInstance(settings())) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", id);
            }
        };
        mail.setFrom(new InternetAddress(config.from().orElseThrow()));
        for (String recipient : recipients) {
            mail.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
        }
        mail.setSubject(subject, StandardCharsets.UTF_8.name());
        mail.setText(text, StandardCharsets.UTF_8.name());
        mail.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no holiday answers
        return mail;
    }

    private Properties settings() {
        String patience = Long.toString(PATIENCE.toMillis());
        Properties settings = new Properties();
        settings.put("mail.smtp.host", config.host().orElseThrow());
        settings.put("mail.smtp.port", Integer.toString(config.port()));
        settings.put("mail.smtp.connectiontimeout", patience);
        settings.put("mail.smtp.timeout", patience);
        settings.put("mail.smtp.writetimeout", patience);
        settings.put("mail.smtp.auth", Boolean.toString(config.username().isPresent()));
        settings.put("mail.smtp.quitwait", "false"); // what was taken is taken, whether or not the server says goodbye
        settings.put("mail.smtp.ssl.enable", Boolean.toString(config.security() == MailConfig.Security.TLS));
        settings.put("mail.smtp.ssl.checkserveridentity", "true");
        boolean startTls = config.security() == MailConfig.Security.START_TLS;
        settings.put("mail.smtp.starttls.enable", Boolean.toString(startTls));
        settings.put("mail.smtp.starttls.required", Boolean.toString(startTls));
        return settings;
    }

    /** What a mail server says may quote addresses, so only its number is passed on. */
    private static String sentence(MessagingException failure) {
        List<Throwable> causes =
                Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
        if (isAny(causes, AuthenticationFailedException.class)) {
            return "The mail server does not accept the user name and password.";
        }
        if (isAny(causes, InterruptedIOException.class)) {
            return "The mail server did not answer in time.";
        }
        OptionalInt code = causes.stream().flatMapToInt(MailServer::answer).reduce((outer, inner) -> inner);
        if (code.isPresent()) {
            return "The mail server answered with code " + code.getAsInt() + ".";
        }
        boolean isTalking = isAny(causes, SSLException.class) || !isAny(causes, IOException.class);
        return isTalking
                ? "The mail server offers no encrypted connection that can be trusted."
                : "The mail server could not be reached.";
    }

    private static boolean isAny(List<Throwable> causes, Class<? extends Throwable> kind) {
        return causes.stream().anyMatch(kind::isInstance);
    }

    private static IntStream answer(Throwable cause) {
        if (cause instanceof SMTPAddressFailedException recipient) {
            return IntStream.of(recipient.getReturnCode());
        }
        if (cause instanceof SMTPSenderFailedException sender) {
            return IntStream.of(sender.getReturnCode());
        }
        return cause instanceof SMTPSendFailedException mail ? IntStream.of(mail.getReturnCode()) : IntStream.empty();
    }
}
