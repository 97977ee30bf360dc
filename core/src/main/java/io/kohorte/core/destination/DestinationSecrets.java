// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.security.GeneralSecurityException;
import org.jboss.logging.Logger;

/** Keeps the secret settings of destinations encrypted, and under the newest key. */
@ApplicationScoped
class DestinationSecrets {

    private static final Logger LOG = Logger.getLogger(DestinationSecrets.class);

    private final Vault vault;
    private final Destinations destinations;
    private final ObjectMapper json;

    DestinationSecrets(Vault vault, Destinations destinations, ObjectMapper json) {
        this.vault = vault;
        this.destinations = destinations;
        this.json = json;
    }

    /** @param destination stored before, since the encryption is bound to its number */
    void keep(ConfiguredDestination destination, ObjectNode secrets) {
        if (secrets.isEmpty()) {
            destination.secrets = null;
            destination.secretsKey = null;
            return;
        }
        destination.secrets = vault.seal(secrets.toString(), purpose(destination));
        destination.secretsKey = vault.primaryKey();
    }

    /** @throws ProblemException if the key they were encrypted with is not there any more */
    ObjectNode read(ConfiguredDestination destination) {
        if (destination.secrets == null) {
            return json.createObjectNode();
        }
        try {
            return (ObjectNode) json.readTree(vault.open(destination.secrets, purpose(destination)));
        } catch (GeneralSecurityException | JsonProcessingException e) {
            throw ProblemException.conflict(
                    "SECRETS_UNREADABLE",
                    "The secrets of destination " + destination.id + " were encrypted with a key that is not here.",
                    "Bring back the file secrets.key or KOHORTE_SECRETS_KEY, or enter the secrets again.");
        }
    }

    @Transactional
    void useNewestKey(@Observes StartupEvent started) {
        for (var destination : destinations.list("secretsKey is not null and secretsKey <> ?1", vault.primaryKey())) {
            try {
                keep(destination, read(destination));
                LOG.infof("Secrets of destination %d are under the newest key now", destination.id);
            } catch (ProblemException e) {
                LOG.errorf("Destination %d: %s", destination.id, e.problem().detail());
            }
        }
    }

    private static String purpose(ConfiguredDestination destination) {
        return "destination " + destination.id;
    }
}
