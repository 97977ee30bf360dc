// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

/** What a connector can claim. The certification kit proves each claim, and each refusal of what is not claimed. */
public enum Capability {
    /** Adds members to an audience. */
    ADD,
    /** Removes members from an audience. */
    REMOVE,
    /** Takes everybody at once, and lets go of the others: {@link Snapshot}. */
    FULL_REPLACE,
    /** Writes fields onto the vendor's record of a person. */
    UPSERT_FIELDS,
    /** Writes a field only where the vendor's record has no value: {@link FieldValue.IfEmpty}. */
    SET_IF_EMPTY,
    /** Finds a person without the match key by one of {@link AudienceSpec#fallbackKeys()}. */
    FALLBACK_KEYS,
    /** Answers with one outcome per change. */
    PER_RECORD_STATUS,
    /** Answers with counts only: which rows were refused cannot be known. */
    COUNTS_ONLY,
    /** Sending the same batch twice has the effect of sending it once. */
    IDEMPOTENT,
    /** Work is finished by a job that is polled. */
    ASYNC_JOB,
    /** Creates the remote audience when it is missing. */
    CREATE_AUDIENCE,
    /** Deletes the remote audience on {@link AudienceWriter#retire}. */
    DELETE_AUDIENCE,
    /** Erases all that the destination knows of a person. */
    ERASE,
    /** Conversions are fetched by polling. */
    FEEDBACK_PULL,
    /** Conversions are pushed to us in signed calls. */
    FEEDBACK_PUSH,
    /** Tells what it counted of campaigns, by day. */
    CAMPAIGN_FIGURES,
    /** Identifiers leave us hashed. */
    HASHED_IDENTIFIERS,
    /**
     * People are known there by {@link SubjectKeys#profileId}. A removal then comes without identifiers when another profile,
     * who stays, goes by them now: the number is to be forgotten, and nobody else.
     */
    PROFILE_IDS
}
