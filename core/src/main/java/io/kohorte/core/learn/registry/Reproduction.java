// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.FeatureExtraction;
import io.kohorte.core.condition.ModelId;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Learns a version again from where it comes from, and says whether it is the same, byte for byte. Nothing is kept of it but that. */
@ApplicationScoped
class Reproduction {
    private final Models models;
    private final ModelVersions versions;
    private final ModelTraining training;
    private final FeatureExtraction extraction;
    private final Present present;
    private final Participants participants;
    private final DataSource database;
    private final String codeVersion;

    Reproduction(
            Models models,
            ModelVersions versions,
            ModelTraining training,
            FeatureExtraction extraction,
            Present present,
            Participants participants,
            DataSource database,
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "unknown") String codeVersion) {
        this.models = models;
        this.versions = versions;
        this.training = training;
        this.extraction = extraction;
        this.present = present;
        this.participants = participants;
        this.database = database;
        this.codeVersion = codeVersion;
    }

    /**
     * What came of it.
     *
     * @param same whether the bytes are
     * @param events of the time it was learned from, that came or were corrected since
     * @param customers of whom something is other since
     */
    record Verdict(
            int version,
            boolean same,
            Wording sentence,
            long events,
            long customers,
            String codeThen,
            String codeNow) {}

    /** Throws {@link ProblemException} where it cannot be learned again, and says why. */
    Provenance requireReproducible(ModelId id, int number) {
        Model model = model(id);
        Provenance provenance =
                versions.provenance(id, number).orElseThrow(() -> ProblemException.notFound("version", number));
        if (model.kind() == ModelKind.EXTERNAL) {
            throw refused(
                    "An external model was not learned here; the SHA-256 of its file says whether it is the same.");
        }
        if (model.kind() == ModelKind.UPLIFT) {
            throw refused("An uplift is learned from an experiment as far as it has come, and that is further by now.");
        }
        if (model.kind() == ModelKind.CLUSTERING && number > 1 && provenance.previous() == null) {
            throw refused(
                    "Its groups took their numbers from a version before it, and which one was not yet kept when it was learned.");
        }
        return provenance;
    }

    private static ProblemException refused(String why) {
        return ProblemException.conflict(
                "NOT_REPRODUCIBLE", why, "Train the model; the new version says where it comes from.");
    }

    Verdict of(ModelId id, int number, Progress progress) {
        Provenance provenance = requireReproducible(id, number);
        byte[] body = versions.body(id, number).orElseThrow(() -> ProblemException.notFound("version", number));
        Model then = asItWas(model(id), provenance);
        byte[] again;
        try (CustomerHistory history = extraction.open()) {
            again = training.learn(new Study(
                            then,
                            history,
                            new CustomerHistory.Span(provenance.from(), provenance.asOf()),
                            present.when(provenance.asOf()),
                            provenance,
                            participants.of(then.definition(), history),
                            progress))
                    .body();
        } catch (LearningRefused refused) {
            throw ProblemException.conflict(
                    refused.code(), refused.sentence().en(), "Its data are not what they were; train the model.");
        }
        return verdict(number, provenance, Arrays.equals(body, again));
    }

    /** With a champion only where groups take their numbers from it: the comparison decides who speaks, and not what is learned. */
    private static Model asItWas(Model model, Provenance provenance) {
        Model then = new Model();
        then.id = model.id;
        then.name = model.name;
        then.kind = model.kind;
        then.define(provenance.definition());
        then.champion = provenance.previous() == null || provenance.previous() == 0 ? null : provenance.previous();
        return then;
    }

    private Verdict verdict(int number, Provenance provenance, boolean same) {
        long events = count(
                "select count(*) from event where changed >= cast(cast(? as text) as xid8) and at <= ?", provenance);
        long customers = count(
                "select count(*) from profile where changed >= cast(cast(? as text) as xid8) and created_at <= ?",
                provenance);
        return new Verdict(
                number,
                same,
                sentence(same, events, customers, provenance.codeVersion()),
                events,
                customers,
                provenance.codeVersion(),
                codeVersion);
    }

    private Wording sentence(boolean same, long events, long customers, String codeThen) {
        if (same) {
            return new Wording(
                    "Learned again, the version is the same, byte for byte.",
                    "Noch einmal gelernt, ist die Version dieselbe, Byte für Byte.");
        }
        if (events + customers > 0) {
            return Numbers.fill(
                    new Wording(
                            "Learned again, the version is another one: since then %s events of its time came or were corrected, and of %s customers something is other.",
                            "Noch einmal gelernt, ist die Version eine andere: Seither kamen %s Ereignisse aus ihrer Zeit hinzu oder wurden berichtigt, und bei %s Kunden ist etwas anders."),
                    Numbers.amount((double) events),
                    Numbers.amount((double) customers));
        }
        return codeThen.equals(codeVersion)
                ? new Wording(
                        "Learned again, the version is another one, though no event and no customer changed: whom it is about, or who was in audiences then, may be told differently by now.",
                        "Noch einmal gelernt, ist die Version eine andere, obwohl sich kein Ereignis und kein Kunde geändert hat: Um wen es geht oder wer damals in Zielgruppen war, kann heute anders bekannt sein.")
                : Numbers.fill(
                        new Wording(
                                "Learned again, the version is another one, and so is this application: it was learned with %s, this is %s.",
                                "Noch einmal gelernt, ist die Version eine andere, und diese Anwendung auch: Gelernt wurde mit %s, dies ist %s."),
                        new Wording(codeThen, codeThen),
                        new Wording(codeVersion, codeVersion));
    }

    private long count(String sql, Provenance provenance) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, provenance.snapshot());
            select.setTimestamp(2, Timestamp.from(provenance.trainedAt()));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("what changed cannot be counted", e);
        }
    }

    private Model model(ModelId id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> models.find(id))
                .orElseThrow(() -> ProblemException.notFound("model", id.value()));
    }
}
