// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A key with a certificate that it signed itself, made by the JDK's own tool. */
final class TestKeys {

    static final String PASSWORD = "of-the-tests";

    private final Path file;
    private final KeyStore store;

    private TestKeys(Path file, KeyStore store) {
        this.file = file;
        this.store = store;
    }

    static TestKeys of(String name, Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        var file = folder.resolve(name + ".p12");
        var tool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .start();
        tool.getInputStream().readAllBytes();
        if (tool.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
        return new TestKeys(file, KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()));
    }

    Path file() {
        return file;
    }

    String certificate() throws GeneralSecurityException {
        return pem("CERTIFICATE", store.getCertificate(alias()).getEncoded());
    }

    String key() throws GeneralSecurityException {
        return pem("PRIVATE KEY", store.getKey(alias(), PASSWORD.toCharArray()).getEncoded());
    }

    private String alias() throws GeneralSecurityException {
        return store.aliases().nextElement();
    }

    /** A file that trusts this certificate and no other. */
    Path trusted() throws IOException, GeneralSecurityException {
        var pem = file.resolveSibling(file.getFileName() + ".pem");
        Files.writeString(pem, certificate());
        return pem;
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(bytes)
                + "\n-----END " + what + "-----\n";
    }
}
