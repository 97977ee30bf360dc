// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.SafeHttp;
import io.kohorte.toolkit.oauth.TokenSource;
import java.time.Duration;

/** One Google Ads or Display & Video 360 account. */
final class GoogleAdsDestination implements Destination {

    private final SafeHttp http;
    private final UserLists lists;
    private final Limits limits;
    private final AudienceWriter audiences;
    private final FeedbackReader feedback;

    GoogleAdsDestination(Settings settings, ConnectorContext context) {
        http = new SafeHttp(context, HttpBounds.of(settings, 60));
        var tokens = new TokenSource(http, context, new Grants(settings).grant());
        var account = Account.of(settings);
        var api = new DataManagerApi(
                http,
                tokens,
                context.clock(),
                settings.text("url", "https://datamanager.googleapis.com"),
                settings.optionalText("quotaProject"));
        lists = new UserLists(api, account);
        limits = new Limits(
                GoogleAdsConnector.MEMBERS_PER_REQUEST,
                GoogleAdsConnector.BYTES_PER_REQUEST,
                settings.number("requestsPerMinute", 240),
                Duration.ofMinutes(1),
                settings.number("concurrency", 4));
        var requests = new Requests(
                api,
                account,
                new Identifiers(settings.text("defaultRegion", "")),
                Consents.of(settings),
                settings.flag("termsAccepted", false));
        audiences = new GoogleAudiences(api, lists, requests);
        feedback = new CampaignSearch(http, tokens, context.clock(), account, settings);
    }

    /** Asks for a list to be made, without making it: that needs all the rights that keeping lists needs. */
    void probe() {
        lists.rehearse();
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
        http.close();
    }
}
