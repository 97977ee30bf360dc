// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import io.kohorte.spi.CampaignPage;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.LocalDate;
import java.util.List;

/** What people do, pushed by the webhooks of the audience; what campaigns came to, read from their reports. */
final class MailchimpFeedback implements FeedbackReader {

    private final InboundProof proof;
    private final CampaignReports reports;

    MailchimpFeedback(InboundProof proof, CampaignReports reports) {
        this.proof = proof;
        this.reports = reports;
    }

    /** Mailchimp asks with a GET whether anybody is there when a webhook is made: it says nothing and needs no proof. */
    @Override
    public List<Conversion> receive(InboundCall call) {
        if (call.method().equals("GET")) {
            return List.of();
        }
        if (!proof.isGenuine(call)) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.CREDENTIALS_REJECTED,
                    "The signature or the secret of the call is wrong, or the call too old."));
        }
        return new WebhookEvent(Form.read(call.body()), call.receivedAt()).conversions();
    }

    @Override
    public CampaignPage campaigns(LocalDate first, LocalDate last, Cursor from) {
        return reports.page(first, last, from);
    }
}
