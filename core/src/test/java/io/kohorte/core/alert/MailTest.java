// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Notices by e-mail, over a real SMTP server. */
@QuarkusTest
class MailTest {

    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

    @Inject
    EmailCarrier carrier;

    @Inject
    NoticeText texts;

    @ConfigProperty(name = "kohorte.mail.port")
    int port;

    private Optional<GreenMail> server = Optional.empty();

    @AfterEach
    void stopServer() {
        server.ifPresent(GreenMail::stop);
    }

    @Test
    void anAlertArrivesWithItsReasonAndItsNextStepInTheLanguageOfTheRoute() throws Exception {
        started();
        var notice = notice("Churners");

        carrier.send(to("ops@example.com", "boss@example.com"), Language.DE, notice);

        var mails = server.orElseThrow().getReceivedMessages();
        assertThat(mails).hasSize(2); // one for each mailbox
        assertThat(mails[0].getSubject())
                .isEqualTo("Kohorte – Fehler: Der Sync „Churners“ steht still und wartet auf Sie.");
        assertThat(mails[0].getContent().toString())
                .contains("Das Ziel weist die Zugangsdaten zurück.")
                .contains("Was zu tun ist: ")
                .contains("Seit: 22. Nov. 2026, 09:00 UTC");
        assertThat(mails[0].getFrom()[0].toString()).isEqualTo("kohorte@example.com");
        assertThat(mails[0].getMessageID()).isEqualTo("<" + notice.message() + "@kohorte>");
    }

    @Test
    void aNameCannotAddAHeader() throws Exception {
        started();

        carrier.send(to("ops@example.com"), Language.EN, notice("x\r\nBcc: everybody@example.com\r\n\r\nbody"));

        var mails = server.orElseThrow().getReceivedMessages();
        assertThat(mails).hasSize(1);
        assertThat(mails[0].getHeader("Bcc")).isNull();
        assertThat(mails[0].getSubject()).contains("x Bcc: everybody@example.com body");
    }

    @Test
    void aServerThatIsNotThereIsToldWithoutAnAddress() {
        assertThatThrownBy(() -> carrier.send(to("ops@example.com"), Language.EN, notice("Churners")))
                .isInstanceOf(Undelivered.class)
                .hasMessage("The mail server could not be reached.");
    }

    @Test
    void aServerThatRefusesIsToldByItsCode() {
        started();
        server.orElseThrow().getUserManager().setMessageDeliveryHandler((message, recipient) -> {
            throw new com.icegreen.greenmail.user.UserException("no such mailbox: ops@example.com");
        });

        assertThatThrownBy(() -> carrier.send(to("ops@example.com"), Language.EN, notice("Churners")))
                .isInstanceOf(Undelivered.class)
                .hasMessageMatching("The mail server answered with code [45]\\d\\d\\.");
    }

    @Test
    void aServerThatSpeaksAtOnceIsHeardEveryTime() {
        started();

        for (int mail = 0; mail < 50; mail++) {
            assertThatCode(() -> carrier.send(to("ops@example.com"), Language.EN, notice("Churners")))
                    .doesNotThrowAnyException();
        }

        assertThat(server.orElseThrow().getReceivedMessages()).hasSize(50);
    }

    @Test
    void nothingIsSentInTheClearWhereTlsIsAskedFor() {
        started();

        for (var security : List.of(MailConfig.Security.START_TLS, MailConfig.Security.TLS)) {
            assertThatThrownBy(() -> carrying(security, Optional.empty())
                            .send(to("ops@example.com"), Language.EN, notice("Churners")))
                    .isInstanceOf(Undelivered.class)
                    .hasMessage("The mail server offers no encrypted connection that can be trusted.");
        }
        assertThat(server.orElseThrow().getReceivedMessages()).isEmpty();
    }

    @Test
    void aWrongPasswordIsNamedWithoutSayingIt() {
        started();
        server.orElseThrow().setUser("kohorte", "right");

        assertThatThrownBy(() -> carrying(MailConfig.Security.NONE, Optional.of("kohorte"))
                        .send(to("ops@example.com"), Language.EN, notice("Churners")))
                .isInstanceOf(Undelivered.class)
                .hasNoCause()
                .hasMessage("The mail server does not accept the user name and password.");
    }

    @Test
    void withoutAMailServerARouteIsRefusedInAClearSentence() {
        var none = new EmailCarrier(
                new MailServer(new Settings(Optional.empty(), port, MailConfig.Security.NONE, Optional.empty())),
                texts);

        assertThatThrownBy(() -> none.check(to("ops@example.com")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("No mail server is configured.");
    }

    @Test
    void onlyAddressesAreTakenAsAddresses() {
        assertThat(carrier.check(to("ops@example.com", "first.last+alerts@mail.example.co")))
                .isEmpty();
        assertThat(carrier.check(to())).hasSize(1);
        assertThat(carrier.check(to("ops"))).hasSize(1);
        assertThat(carrier.check(to("ops@example.com\r\nRCPT TO:<x@example.com>")))
                .hasSize(1);
        assertThat(carrier.check(to("a@" + "b".repeat(300)))).hasSize(1);
    }

    private EmailCarrier carrying(MailConfig.Security security, Optional<String> username) {
        return new EmailCarrier(
                new MailServer(new Settings(Optional.of("127.0.0.1"), port, security, username)), texts);
    }

    private record Settings(Optional<String> host, int port, MailConfig.Security security, Optional<String> username)
            implements MailConfig {
        @Override
        public Optional<String> from() {
            return Optional.of("kohorte@example.com");
        }

        @Override
        public Optional<String> password() {
            return Optional.of("wrong");
        }
    }

    private void started() {
        var mail = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        server = Optional.of(mail);
    }

    private static ObjectNode to(String... recipients) {
        var settings = new ObjectMapper().createObjectNode();
        var list = settings.putArray("to");
        for (var recipient : recipients) {
            list.add(recipient);
        }
        return settings;
    }

    private static Notice notice(String name) {
        var alert = new Alert(
                1,
                AlertKind.SYNC_STOPPED,
                new Subject(Subject.Kind.SYNC, 7, name),
                "The sync '" + name + "' stopped and waits for you.",
                "The destination refuses the credentials.",
                "An admin enters valid credentials on the destination; its syncs then resume.",
                "/syncs/7",
                NOW,
                NOW,
                null,
                null);
        return new Notice(UUID.randomUUID(), Notice.Change.FIRING, alert, NOW);
    }
}
