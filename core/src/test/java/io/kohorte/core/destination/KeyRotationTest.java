// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.sync.SyncDesk;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New keys in front of old ones: every start of the application reads its keys and brings secrets under the newest. */
@QuarkusTest
class KeyRotationTest {

    private static final String FIRST = key(1);
    private static final String SECOND = key(2);
    private static final String WRONG = key(3);

    @TempDir
    Path folder;

    @Inject
    Destinations destinations;

    @Inject
    ObjectMapper json;

    private long id;

    @BeforeEach
    void aDestinationUnderTheFirstKey() {
        id = SyncDesk.destination(
                "salesforce",
                Map.of("instanceUrl", "https://acme.example", "clientId", "abc", "clientSecret", "to be kept"));
        QuarkusTransaction.requiringNew().run(() -> started(FIRST)
                .keep(destinations.findById(id), json.createObjectNode().put("clientSecret", "to be kept")));
    }

    @AfterEach
    void noDestinationUnderKeysThatOthersDoNotHave() {
        QuarkusTransaction.requiringNew().run(() -> destinations.deleteById(id));
    }

    @Test
    void withTheNewKeyInFrontSecretsOpenAndMoveUnderIt() {
        assertThat(secret(started(SECOND + "," + FIRST))).isEqualTo("to be kept");
        assertThat(secret(started(SECOND))).as("the old key is gone").isEqualTo("to be kept");
    }

    @Test
    void withoutTheOldKeyBeforeTheyMovedTheProblemIsNamedAndNothingIsLost() {
        var without = started(SECOND);
        assertThatThrownBy(() -> secret(without)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().code()).isEqualTo("SECRETS_UNREADABLE");
            assertThat(refused.problem().nextStep()).contains("KOHORTE_SECRETS_KEY");
        });

        assertThat(secret(started(SECOND + "," + FIRST))).isEqualTo("to be kept");
    }

    @Test
    void aWrongKeyOpensNothingAndTheRightOneStillDoes() {
        var wrong = started(WRONG);
        assertThatThrownBy(() -> secret(wrong)).isInstanceOf(ProblemException.class);
        assertThat(secret(started(FIRST))).isEqualTo("to be kept");
    }

    @Test
    void keysThatAreNoneEndTheStartWithAWordOnHowToMakeOne() {
        assertThatThrownBy(() -> started("short"))
                .hasMessageContaining("KOHORTE_SECRETS_KEY")
                .hasMessageContaining("openssl rand -base64 32");
    }

    @Test
    void aKeyFileIsRotatedByALineInFront() throws IOException {
        var file = Files.writeString(folder.resolve("secrets.key"), FIRST + "\n");
        assertThat(secret(started(""))).isEqualTo("to be kept");
        Files.writeString(file, SECOND + "\n" + FIRST + "\n");
        assertThat(secret(started(""))).isEqualTo("to be kept");
        Files.writeString(file, SECOND + "\n");
        assertThat(secret(started(""))).isEqualTo("to be kept");
    }

    /** What a start with these keys makes; none for those of the folder. */
    private DestinationSecrets started(String keys) {
        var config = new SmallRyeConfigBuilder()
                .withMapping(KohorteConfig.class)
                .withDefaultValue("kohorte.secrets-key", keys)
                .withDefaultValue("kohorte.data-dir", folder.toString())
                .build();
        try {
            var secrets =
                    new DestinationSecrets(new Vault(config.getConfigMapping(KohorteConfig.class)), destinations, json);
            QuarkusTransaction.requiringNew().run(() -> secrets.useNewestKey(new StartupEvent()));
            return secrets;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String secret(DestinationSecrets secrets) {
        return QuarkusTransaction.requiringNew()
                .call(() -> secrets.read(destinations.findById(id)))
                .path("clientSecret")
                .asText();
    }

    private static String key(int number) {
        var bytes = new byte[32];
        bytes[0] = (byte) number;
        return Base64.getEncoder().encodeToString(bytes);
    }
}
