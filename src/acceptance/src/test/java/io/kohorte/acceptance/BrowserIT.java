// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.kohorte.demo.client.Api;
import io.kohorte.demo.story.Deliveries.Sync;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a person sees: in a real browser, on the packaged application. */
@ExtendWith(InOpenShop.class)
@EnabledIf(value = "io.kohorte.acceptance.Chromium#isInstalled", disabledReason = Chromium.MISSING)
@Order(2)
class BrowserIT {

    private Page page;

    @BeforeEach
    void open(Page page) {
        this.page = page;
    }

    @Test
    void aWrongPasswordIsSaidToBeWrong() {
        page.navigate("/login");
        page.getByLabel("Password").fill("certainly not");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log in"))
                .click();

        assertThat(page.getByText("User and password do not match.")).isVisible();
    }

    @Test
    void homeTellsOfCustomersSegmentsAndWhatNeedsAttention(OpenShop shop) {
        logIn(shop);

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Home")))
                .isVisible();
        assertThat(page.getByText("Regulars nearby (rule)").first()).isVisible();
    }

    @Test
    void theBuilderCountsWhileASegmentIsWritten(OpenShop shop) {
        long everybody = shop.stand
                .api()
                .post("segments:estimate", Api.object("{'definition':{'all':[]}}"))
                .path("of")
                .asLong();
        logIn(shop);
        page.navigate("/segments/new");
        Locator count = page.locator(".count-number:not(.stale)");
        assertThat(count).hasText(figure(everybody));

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Behaviour"))
                .click();

        assertThat(count).not().hasText(figure(everybody));
        assertThat(count).hasText(Pattern.compile("[0-9,]+"));
    }

    @Test
    void theRunPageShowsWhatWasDeliveredAndWhatWasRefused(OpenShop shop) {
        Sync sync = shop.chain.syncs().get(0);
        JsonNode run = firstRun(shop, sync);
        logIn(shop);
        page.navigate("/runs/" + run.path("id").asLong());

        JsonNode added = run.path("counts").path("added");
        assertThat(page.locator("table.matrix"))
                .containsText(figure(added.path("accepted").asLong()));
        assertThat(page.locator("table.matrix"))
                .containsText(figure(added.path("rejected").asLong()));
        assertThat(added.path("rejected").asLong()).isPositive();
        page.navigate("/syncs/" + sync.id() + "/rejected");
        assertThat(page.getByText("bounced").first()).isVisible();
    }

    @Test
    void noPageBreaksOnTheNarrowScreenNorComplainsInTheConsole(OpenShop shop) {
        List<String> complaints = new ArrayList<>();
        page.onPageError(complaints::add);
        logIn(shop);
        page.setViewportSize(390, 844);
        for (String path : List.of(
                "/",
                "/imports",
                "/customers",
                "/segments",
                "/clusters",
                "/models",
                "/destinations",
                "/syncs",
                "/conversions",
                "/privacy",
                "/settings",
                "/settings/users",
                "/settings/audit")) {
            page.navigate(path);
            assertThat(page.getByRole(AriaRole.HEADING).first()).isVisible();
            Object overflow =
                    page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assertThat(((Number) overflow).intValue()).as(path).isLessThanOrEqualTo(1);
        }
        assertThat(complaints).isEmpty();
    }

    private static JsonNode firstRun(OpenShop shop, Sync sync) {
        List<JsonNode> runs = new ArrayList<>();
        shop.stand.api().each("syncs/" + sync.id() + "/runs", runs::add);
        return runs.get(runs.size() - 1);
    }

    private static String figure(long number) {
        return String.format(Locale.UK, "%,d", number);
    }

    private void logIn(OpenShop shop) {
        Chromium.logIn(page, "admin", shop.stand.password());
    }
}
