// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.oauth;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A private RSA key as vendors hand it out: PKCS#8 in PEM ({@code -----BEGIN PRIVATE KEY-----}), also with {@code \n}
 * written out, as it stands in a JSON file. It is read when it is used, so that a wrong one fails no earlier.
 */
public record RsaKey(Secret pem) {

    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN (?<kind>[A-Z0-9 ]{0,30})PRIVATE KEY-----(?<body>[A-Za-z0-9+/=\\s]*)-----END [A-Z0-9 ]{0,30}PRIVATE KEY-----");

    /** Why this is no key one can sign with, for a connector's check to say at its field; empty when it is one. */
    public Optional<Problem> problem() {
        try {
            key();
            return Optional.empty();
        } catch (ConnectorException unusable) {
            return Optional.of(unusable.problem());
        }
    }

    /**
     * RSASSA-PKCS1-v1_5 with SHA-256, which JWT calls RS256.
     *
     * @throws ConnectorException {@code INVALID_SETTING} as {@link #problem} says
     */
    byte[] sign(byte[] message) {
        var key = key();
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException unusable) {
            throw unusable("Nothing can be signed with this private key.");
        }
    }

    private PrivateKey key() {
        var match = PEM.matcher(pem.reveal().replace("\\n", "\n"));
        if (!match.find()) {
            throw unusable("This is no private key in PEM form: it begins with -----BEGIN PRIVATE KEY-----.");
        }
        if (!match.group("kind").isEmpty()) {
            throw unusable("The private key is not in PKCS#8 form or has a pass phrase; "
                    + "openssl pkcs8 -topk8 -nocrypt brings it into that form.");
        }
        try {
            var bytes = Base64.getMimeDecoder().decode(match.group("body"));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException damaged) {
            throw unusable("The private key is damaged, or it is no RSA key.");
        }
    }

    private static ConnectorException unusable(String sentence) {
        return new ConnectorException(Problem.of(ProblemCode.INVALID_SETTING, sentence));
    }
}
