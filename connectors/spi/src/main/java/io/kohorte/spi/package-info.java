// SPDX-License-Identifier: Apache-2.0
/**
 * The contract between the delivery engine and a destination.
 *
 * <p>A connector is a jar with one {@link io.kohorte.spi.ConnectorFactory}, named in
 * {@code META-INF/services/io.kohorte.spi.ConnectorFactory}. The engine finds it with {@link java.util.ServiceLoader},
 * asks for its descriptor, opens a {@link io.kohorte.spi.Destination} for each configured account and hands it batches.
 *
 * <p><b>What the engine promises</b>
 *
 * <ul>
 *   <li>Outcomes are read in batch order; one outcome per change.
 *   <li>A batch holds at most one change per subject.
 *   <li>The same change may come twice, after a crash or an unclear answer, and then under the same
 *       {@link io.kohorte.spi.Batch#key() batch key} if it was the same batch.
 *   <li>There is one writer per audience at a time.
 *   <li>After {@link io.kohorte.spi.Destination#close()} nothing more is called.
 * </ul>
 *
 * <p><b>What a connector promises</b>
 *
 * <ul>
 *   <li>No retry, no sleep, no thread, no clock of its own: the engine decides when, from
 *       {@link io.kohorte.spi.ConnectorContext#clock()} it learns what time it is.
 *   <li>No identifier or secret in a log, a message or an exception.
 *   <li>Every base URL and API version is a setting, so that a test server can stand in.
 *   <li>{@link io.kohorte.spi.AudienceWriter#write write} sends exactly what
 *       {@link io.kohorte.spi.AudienceWriter#preview preview} shows.
 *   <li>What its capabilities claim works; what they do not claim is refused with
 *       {@link io.kohorte.spi.UnsupportedCapabilityException}.
 * </ul>
 *
 * <p>No value in this package is ever {@code null}, neither given nor returned.
 */
package io.kohorte.spi;
