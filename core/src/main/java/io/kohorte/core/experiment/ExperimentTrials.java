// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.registry.Trials;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;

/** Shows experiments to models that learn from them whom sending moves. */
@Singleton
class ExperimentTrials implements Trials {

    private final Experiments experiments;
    private final Enrolments enrolments;

    ExperimentTrials(Experiments experiments, Enrolments enrolments) {
        this.experiments = experiments;
        this.enrolments = enrolments;
    }

    @Override
    public boolean exists(long experiment) {
        try {
            return experiments.find(new ExperimentId(experiment)).isPresent();
        } catch (SQLException e) {
            throw new IllegalStateException("experiments cannot be read", e);
        }
    }

    @Override
    public Drawn drawn(long number) {
        try {
            Experiment experiment = experiments
                    .find(new ExperimentId(number))
                    .orElseThrow(() -> new LearningRefused(
                            "EXPERIMENT_GONE",
                            new Wording(
                                    "The experiment this model learns from was deleted.",
                                    "Das Experiment, aus dem dieses Modell lernt, wurde gelöscht.")));
            List<Enrolment> drawn = enrolments.of(experiment.id());
            Participants people = Participants.of(
                    drawn, enrolments.merged(Participants.all(drawn).everybody()));
            return new Drawn(
                    experiment.outcome().event(),
                    experiment.outcome().window(),
                    experiment.heldOutShare(),
                    people.enrolments().stream()
                            .map(one -> new Draw(one.at(), one.treated(), one.heldOut()))
                            .toList());
        } catch (SQLException e) {
            throw new IllegalStateException("enrolments cannot be read", e);
        }
    }
}
