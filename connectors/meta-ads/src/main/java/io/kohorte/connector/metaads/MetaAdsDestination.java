// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.metaads;

import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import java.time.Duration;
import java.util.List;

/** One ad account. */
final class MetaAdsDestination implements Destination {

    private static final int ACTIVE = 1;

    private final GraphApi api;
    private final Limits limits;
    private final AudienceWriter audiences;
    private final FeedbackReader feedback;

    MetaAdsDestination(Settings settings, ConnectorContext context) {
        api = new GraphApi(settings, context);
        limits = new Limits(
                MetaAdsConnector.ROWS_PER_CALL,
                MetaAdsConnector.BYTES_PER_CALL,
                settings.number("requestsPerMinute", 300),
                Duration.ofMinutes(1),
                settings.number("concurrency", 4));
        audiences = new MetaAudiences(api, Columns.forRegion(settings.text("defaultRegion", "")));
        feedback = new Insights(api, settings.text("conversionAction", "purchase"));
    }

    /** Reads the account, then one audience: the account alone is shown to tokens that may not touch audiences. */
    List<SettingProblem> probe() {
        var account = api.expect(api.get(api.account() + "?fields=id,account_status,tos_accepted"));
        if (account.path("account_status").asInt(ACTIVE) != ACTIVE) {
            return List.of(problem("The ad account is not active."));
        }
        if (account.path("tos_accepted").path("custom_audience_tos").asInt(ACTIVE) != ACTIVE) {
            return List.of(problem(api.termsSentence()));
        }
        api.expect(api.get(api.account() + "/customaudiences?fields=id&limit=1"));
        return List.of();
    }

    private static SettingProblem problem(String sentence) {
        return new SettingProblem("/adAccountId", Problem.of(ProblemCode.NOT_PERMITTED, sentence));
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public AudienceWriter audiences() {
        return audiences;
    }

    @Override
    public FeedbackReader feedback() {
        return feedback;
    }

    @Override
    public void close() {
        api.close();
    }
}
