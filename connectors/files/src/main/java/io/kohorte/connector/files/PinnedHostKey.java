// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Knows one server by the fingerprint of its key, as {@code ssh-keygen -lf} shows it, and trusts no other. */
final class PinnedHostKey implements HostKeyRepository {

    private static final String SHA256 = "SHA256:";

    private final String fingerprint;
    private volatile String shown = "";

    PinnedHostKey(String fingerprint) {
        this.fingerprint = fingerprint.strip();
    }

    /** The fingerprint of a server's key: SHA-256, Base64 without padding. */
    static String fingerprint(byte[] key) {
        try {
            return SHA256
                    + Base64.getEncoder()
                            .withoutPadding()
                            .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What the server showed, when that was not what was expected; empty text otherwise. */
    String stranger() {
        return shown;
    }

    @Override
    public int check(String host, byte[] key) {
        var given = fingerprint(key);
        var expected = fingerprint.startsWith(SHA256) ? fingerprint : SHA256 + fingerprint;
        if (MessageDigest.isEqual(
                given.getBytes(StandardCharsets.US_ASCII),
                expected.replaceAll("=+$", "").getBytes(StandardCharsets.US_ASCII))) {
            return OK;
        }
        shown = given;
        return CHANGED;
    }

    @Override
    public void add(HostKey hostkey, UserInfo ui) {
        throw new UnsupportedOperationException("keys are pinned, not learned");
    }

    @Override
    public void remove(String host, String type) {}

    @Override
    public void remove(String host, String type, byte @Nullable [] key) {}

    @Override
    public String getKnownHostsRepositoryID() {
        return "pinned";
    }

    @Override
    public HostKey[] getHostKey() {
        return new HostKey[0];
    }

    @Override
    public HostKey[] getHostKey(@Nullable String host, @Nullable String type) {
        return new HostKey[0];
    }
}
