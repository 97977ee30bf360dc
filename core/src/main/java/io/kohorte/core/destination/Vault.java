// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import io.kohorte.core.platform.DataFolder;
import io.kohorte.core.platform.KohorteConfig;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Encrypts secrets that people enter, those of destinations and others, with AES-256-GCM. The keys are base64 texts of 32 bytes, one per line or separated
 * by commas: the first encrypts, all decrypt, so a new key is put in front and the old one stays until every secret was
 * written again. They come from {@code KOHORTE_SECRETS_KEY} or else from a file made at the first start.
 */
@Singleton
@Startup
public class Vault {

    private static final int KEY_BYTES = 32;

    private final Aead aead;
    private final long primary;

    Vault(KohorteConfig config) throws IOException, GeneralSecurityException {
        AeadConfig.register();
        var keys = keys(config);
        var builder = KeysetHandle.newBuilder();
        for (var i = 0; i < keys.size(); i++) {
            var entry = KeysetHandle.importKey(key(keys.get(i))).withFixedId(id(keys.get(i)));
            builder.addEntry(i == 0 ? entry.makePrimary() : entry);
        }
        this.aead = builder.build().getPrimitive(RegistryConfiguration.get(), Aead.class);
        this.primary = Integer.toUnsignedLong(id(keys.get(0)));
    }

    /** Number of the key that encrypts now. */
    public long primaryKey() {
        return primary;
    }

    /** @param purpose what the secret belongs to; it opens for this purpose only, so that rows cannot be exchanged */
    public byte[] seal(String text, String purpose) {
        try {
            return aead.encrypt(text.getBytes(StandardCharsets.UTF_8), purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("encryption failed", e);
        }
    }

    /** @throws GeneralSecurityException if no key of ours fits, or the bytes were tampered with */
    public String open(byte[] sealed, String purpose) throws GeneralSecurityException {
        return new String(aead.decrypt(sealed, purpose.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private static List<byte[]> keys(KohorteConfig config) throws IOException {
        var text = config.secretsKey();
        if (text.isPresent()) {
            return parse(text.get(), "KOHORTE_SECRETS_KEY");
        }
        var file = config.dataDir().resolve("secrets.key");
        if (Files.notExists(file)) {
            Files.createDirectories(config.dataDir());
            var random = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(random);
            DataFolder.writeSecret(file, Base64.getEncoder().encodeToString(random) + "\n");
        }
        return parse(Files.readString(file), file.toString());
    }

    private static List<byte[]> parse(String text, String origin) {
        try {
            var keys = Arrays.stream(text.split("[,\\s]+"))
                    .filter(key -> !key.isEmpty())
                    .map(Base64.getDecoder()::decode)
                    .toList();
            if (!keys.isEmpty() && keys.stream().allMatch(key -> key.length == KEY_BYTES)) {
                return keys;
            }
        } catch (IllegalArgumentException e) {
            throw badKey(origin);
        }
        throw badKey(origin);
    }

    private static IllegalStateException badKey(String origin) {
        return new IllegalStateException(
                origin + " must hold keys of 32 bytes in base64; make one with: openssl rand -base64 32");
    }

    @AccessesPartialKey // the only place that builds a key from its bytes
    private static AesGcmKey key(byte[] bytes) throws GeneralSecurityException {
        var parameters = AesGcmParameters.builder()
                .setKeySizeBytes(KEY_BYTES)
                .setIvSizeBytes(12)
                .setTagSizeBytes(16)
                .setVariant(AesGcmParameters.Variant.TINK)
                .build();
        return AesGcmKey.builder()
                .setParameters(parameters)
                .setKeyBytes(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()))
                .setIdRequirement(id(bytes))
                .build();
    }

    /** From the key itself, so that the same key has the same number on every node. */
    private static int id(byte[] key) throws GeneralSecurityException {
        var digest = MessageDigest.getInstance("SHA-256").digest(key);
        return ByteBuffer.wrap(digest).getInt();
    }
}
