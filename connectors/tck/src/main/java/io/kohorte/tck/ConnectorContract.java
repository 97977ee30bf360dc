// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * All that is asked of a connector. Extend it, answer {@link ConnectorUnderTest}, and run it; public, and named in {@code
 * META-INF/services/io.kohorte.tck.ConnectorUnderTest}, it also plays the vendor where the whole product is tested:
 *
 * <pre>{@code
 * public final class AcmeContractTest extends ConnectorContract {
 *     public ConnectorFactory connector() { return new AcmeConnector(); }
 *     …
 * }
 * }</pre>
 */
@ExtendWith({Certification.class, ScoreCard.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ConnectorContract
        implements DescriptorContract,
                SentencesContract,
                CheckContract,
                PreviewContract,
                OutcomeContract,
                AnswerContract,
                WireFaultContract,
                AddressContract,
                SecretsContract,
                CapabilityContract,
                ModeContract,
                JobContract,
                SnapshotContract,
                FeedbackContract,
                CampaignContract,
                GoldenContract,
                VendorContract {}
