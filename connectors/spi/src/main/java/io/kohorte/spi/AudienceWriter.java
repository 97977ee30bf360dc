// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.List;

/** Writes audiences of one account. What is not overridden refuses by name. */
public interface AudienceWriter {

    /**
     * The remote audience for a key of ours, created when it is missing and the connector can. Idempotent: the same key
     * gives the same audience, however often it is asked.
     *
     * @throws ConnectorException {@code AUDIENCE_GONE}, {@code NOT_PERMITTED} and the like
     */
    RemoteAudience ensure(AudienceSpec spec);

    /**
     * What {@link #write} would send for this batch, without sending anything: the dry run. Where a request depends on an
     * earlier answer (a token, a job number), the preview shows a placeholder in braces, for example {@code {jobId}}.
     * Secrets in headers are masked with {@code ***}.
     *
     * @param audience from {@link #ensure}, or {@link RemoteAudience#planned} when nothing may be asked remotely
     */
    Preview preview(RemoteAudience audience, Batch batch);

    /**
     * Sends one batch.
     *
     * @throws ConnectorException when the batch as a whole did not go through. Its code tells the engine whether nothing
     *     was applied, or whether that is unknown ({@link ProblemCode#MAYBE_APPLIED}). If part of the batch is known to
     *     be applied, return outcomes instead, with {@link Outcome.Retry} for the rest
     */
    BatchResult write(RemoteAudience audience, Batch batch);

    /**
     * Looks after a job started by {@link #write}, by whichever process has the sync then.
     *
     * @throws ConnectorException {@code NOT_FOUND} when the destination does not know the job any more
     * @throws UnsupportedCapabilityException unless {@code ASYNC_JOB} is claimed
     */
    default BatchResult poll(JobTicket ticket) {
        throw new UnsupportedCapabilityException(Capability.ASYNC_JOB);
    }

    /**
     * The sync is gone for good: remove the remote audience where that is possible and ours to do.
     *
     * @throws UnsupportedCapabilityException unless {@code DELETE_AUDIENCE} is claimed
     */
    default void retire(RemoteAudience audience) {
        throw new UnsupportedCapabilityException(Capability.DELETE_AUDIENCE);
    }

    /**
     * Erases all the destination knows of these people (privacy request).
     *
     * @throws UnsupportedCapabilityException unless {@code ERASE} is claimed
     */
    default BatchResult erase(List<SubjectKeys> subjects) {
        throw new UnsupportedCapabilityException(Capability.ERASE);
    }
}
