// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import com.fasterxml.jackson.annotation.JsonValue;

/** Number of an experiment, as the API shows it. */
record ExperimentId(@JsonValue long value) {}
