// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import static io.kohorte.connector.files.Samples.batch;
import static io.kohorte.connector.files.Samples.change;
import static io.kohorte.connector.files.Samples.context;
import static io.kohorte.connector.files.Samples.part;
import static io.kohorte.connector.files.Samples.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import io.kohorte.spi.Batch;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server in this process. */
final class SftpTest {

    private static final Batch BATCH = batch(change(MemberChange.Kind.ADD, "a@example.com", Map.of()));
    private static final String FILE = "seg-42/changes/20261121T202500500Z-batch-17.csv";

    @TempDir
    Path root;

    private final SshServer server = SshServer.setUpDefaultServer();
    private final List<PublicKey> known = new ArrayList<>();
    private String fingerprint = "";

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        Files.createDirectory(root.resolve("drop"));
        var keys = new SimpleGeneratorHostKeyProvider();
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(keys);
        server.setPasswordAuthenticator((user, password, session) -> password.equals("secret-" + user));
        server.setPublickeyAuthenticator(
                (user, key, session) -> known.stream().anyMatch(other -> KeyUtils.compareKeys(key, other)));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root));
        server.start();
        fingerprint =
                KeyUtils.getFingerPrint(keys.loadKeys(null).iterator().next().getPublic());
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(true);
    }

    private Settings settings(Map<String, ?> more) {
        var values = new HashMap<String, Object>(Map.of(
                "storage", "sftp",
                "host", "127.0.0.1",
                "port", server.getPort(),
                "hostKey", fingerprint,
                "username", "max",
                "password", "secret-max",
                "remoteFolder", "drop",
                "timeoutSeconds", 10));
        values.putAll(more);
        return Settings.of(values);
    }

    private String refusal(Map<String, ?> wrong) {
        var problems = new FilesConnector().check(settings(wrong), context(true));
        assertThat(problems).hasSize(1);
        assertThat(problems.toString()).doesNotContain("secret-");
        return problems.get(0).pointer() + " " + problems.get(0).problem().code();
    }

    @Test
    void a_file_is_there_whole_under_its_name_and_a_repeat_replaces_it() throws IOException {
        write(settings(Map.of()), Map.of(), BATCH);
        var file = root.resolve("drop").resolve(FILE);
        assertThat(file).content(StandardCharsets.UTF_8).isEqualTo("change,email,phone\r\nENTERED,a@example.com,\r\n");
        Files.writeString(file, "older");
        write(settings(Map.of()), Map.of(), BATCH);
        assertThat(file).content(StandardCharsets.UTF_8).startsWith("change,");
        try (var siblings = Files.list(file.getParent())) {
            assertThat(siblings).containsExactly(file);
        }
    }

    @Test
    void a_snapshot_ends_with_its_manifest() {
        write(
                settings(Map.of()),
                Map.of(),
                part(0, false, change(MemberChange.Kind.ADD, "a@x.de", Map.of())),
                part(1, true));
        assertThat(root.resolve("drop/seg-42/snapshots/20261121T200000000Z-snap-9/manifest.json"))
                .exists();
        assertThat(root.resolve("drop/seg-42/latest.json")).exists();
    }

    @Test
    void what_is_shown_is_what_is_written() {
        try (var destination = new FilesConnector().open(settings(Map.of()), context(true))) {
            var audience = destination.audiences().ensure(Samples.audience(Map.of()));
            var shown = destination.audiences().preview(audience, BATCH).requests();
            destination.audiences().write(audience, BATCH);
            assertThat(shown).singleElement().satisfies(request -> {
                assertThat(request.url()).isEqualTo("sftp://127.0.0.1:" + server.getPort() + "/drop/" + FILE);
                assertThat(root.resolve("drop").resolve(FILE)).hasContent(request.body());
                assertThat(request.rows()).containsExactly(0);
            });
        }
    }

    @Test
    void a_check_points_at_the_setting_to_mend() {
        assertThat(new FilesConnector().check(settings(Map.of()), context(true)))
                .isEmpty();
        assertThat(refusal(Map.of("password", "secret-wrong"))).isEqualTo("/password CREDENTIALS_REJECTED");
        assertThat(refusal(Map.of("remoteFolder", "no/such"))).isEqualTo("/remoteFolder INVALID_SETTING");
        assertThat(refusal(Map.of("port", 1))).isEqualTo("/host CONNECTION");
        assertThat(refusal(Map.of("privateKey", "nonsense"))).isEqualTo("/privateKey INVALID_SETTING");
    }

    @Test
    void a_server_with_another_key_is_never_trusted() {
        assertThat(refusal(Map.of("hostKey", "SHA256:" + "A".repeat(43)))).isEqualTo("/hostKey INVALID_SETTING");
        assertThatThrownBy(() -> write(settings(Map.of("hostKey", "SHA256:" + "A".repeat(43))), Map.of(), BATCH))
                .hasMessageStartingWith("INVALID_SETTING");
        assertThat(root.resolve("drop/seg-42")).doesNotExist();
    }

    @Test
    void a_private_address_is_refused_unless_the_operator_allows_it() {
        var problems = new FilesConnector().check(settings(Map.of()), context(false));
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.pointer()).isEqualTo("/host");
            assertThat(problem.problem().message()).contains("private");
        });
    }

    @Test
    void signs_in_with_a_private_key() throws JSchException, IOException, GeneralSecurityException {
        var pair = KeyPair.genKeyPair(new JSch(), KeyPair.RSA, 2048);
        var secret = new ByteArrayOutputStream();
        pair.writePrivateKey(secret, "pass".getBytes(StandardCharsets.UTF_8));
        var open = new ByteArrayOutputStream();
        pair.writePublicKey(open, "max");
        var theirs = AuthorizedKeyEntry.parseAuthorizedKeyEntry(
                        open.toString(StandardCharsets.UTF_8).strip())
                .resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
        known.add(theirs);
        var key = Map.of("privateKey", secret.toString(StandardCharsets.UTF_8), "passphrase", "pass", "password", "");
        assertThat(new FilesConnector().check(settings(key), context(true))).isEmpty();
        var other = new HashMap<String, Object>(key);
        other.put("passphrase", "wrong");
        assertThat(refusal(other)).startsWith("/privateKey ");
    }

    @Test
    void conversions_are_read_from_a_folder() throws IOException {
        Files.createDirectory(root.resolve("drop/back"));
        Files.writeString(
                root.resolve("drop/back/1.csv"),
                "externalId,conversionType,email\r\no-1,purchase,a@example.com\r\no-2,purchase,b@example.com\r\n");
        try (var destination = new FilesConnector().open(settings(Map.of("feedbackFolder", "back")), context(true))) {
            var page = destination.feedback().read(Cursor.START, 10);
            assertThat(page.conversions()).extracting(it -> it.remoteId()).containsExactly("o-1", "o-2");
            assertThat(destination.feedback().read(page.next(), 10).conversions())
                    .isEmpty();
        }
    }
}
