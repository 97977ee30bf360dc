// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.kohorte.demo.client.Api;
import io.kohorte.demo.story.Deliveries.Sync;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a person does, from the first click to the last, on the packaged application. Changes the shop, so it comes last. */
@ExtendWith(InOpenShop.class)
@EnabledIf(value = "io.kohorte.acceptance.Chromium#isInstalled", disabledReason = Chromium.MISSING)
@Order(4)
class BrowserFlowsIT {

    private static final double A_RUN_MILLIS = 60_000;

    private Page page;

    @BeforeEach
    void logIn(OpenShop shop, Page page) {
        this.page = page;
        Chromium.logIn(page, "admin", shop.stand.password());
    }

    @Test
    void aSegmentReachesADestinationOnlyAfterItsRequestsWereSeen(OpenShop shop) {
        page.navigate("/segments/new");
        page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Name"))
                .fill("Bought lately");
        button("Behaviour").click();
        button("Save segment").click();
        page.locator("nav.tabs").getByText("Syncs").click();
        link("New sync").click();
        page.getByRole(AriaRole.RADIO).first().check();
        button("Next").click();
        page.getByLabel("E-mail address").check();
        for (int step = 0; step < 4; step++) {
            button("Next").click();
        }
        int before = shop.stand.receiver().audiences().size();
        button("Save and look at the requests").click();

        assertThat(page.getByText("This sync delivers nothing yet")).isVisible();
        assertThat(page.locator("details.request").first()).containsText("POST");
        assertThat(shop.stand.receiver().audiences()).hasSize(before);

        button("Start this sync").first().click();

        assertThat(page.locator("h1 + .badge")).hasText(Pattern.compile("Completed.*"), untilARunEnds());
        assertThat(shop.stand.receiver().audiences()).hasSize(before + 1);
    }

    @Test
    void rejectedRowsAreTriedAgainAndFollowedToTheEnd(OpenShop shop) {
        page.navigate("/syncs/" + shop.chain.syncs().get(1).id() + "/rejected");
        button("Re-send these").first().click();

        assertThat(page.getByText(Pattern.compile("refused again\\."))).isVisible(visibleWhenARunEnds());
    }

    @Test
    void aRunThatWouldRemoveEverybodyAsksAndRemovesOnlyAfterAYes(OpenShop shop) {
        Sync sync = shop.chain.syncs().get(0);
        Api api = shop.stand.api();
        long segment = api.get("syncs/" + sync.id()).path("segments").path(0).asLong();
        JsonNode was = api.get("segments/" + segment);
        api.put(
                "segments/" + segment,
                Api.object(
                        "{'name':'%s','kind':'rule','definition':{'trait':'country','op':'equals','value':'nowhere'}}"
                                .formatted(was.path("name").asText())));
        page.navigate("/syncs/" + sync.id());
        button("Run now").click();
        assertThat(page.getByText("This run stopped before it removed anyone")).isVisible(visibleWhenARunEnds());

        page.navigate("/syncs/" + sync.id());
        link("Decide …").click();
        button("Decide …").click();
        Locator yes = dialog().getByRole(AriaRole.BUTTON, named(Pattern.compile("Remove .* people")));
        assertThat(yes).isDisabled();
        dialog().getByRole(AriaRole.CHECKBOX).check();
        yes.click();

        assertThat(page.locator("h1 + .badge")).hasText(Pattern.compile("Completed.*"), untilARunEnds());

        page.navigate("/segments/" + segment + "/history");
        button("Restore").first().click();
        dialog().getByRole(AriaRole.BUTTON, named(Pattern.compile("Restore"))).click();
        assertThat(page.getByText("restored")).isVisible();
        assertThat(api.get("segments/" + segment).path("definition")).isEqualTo(was.path("definition"));
    }

    @Test
    void anEarlierVersionOfAModelIsPutIntoUseAndTakenBack(OpenShop shop) {
        Api api = shop.stand.api();
        long model = api.get("models").path("items").path(0).path("id").asLong();
        api.follow(api.post("models/" + model + ":train").path("run").asLong(), progress -> {});
        long champion = api.get("models/" + model).path("champion").asLong();

        page.navigate("/models/" + model + "/versions");
        button("Promote").first().click();
        dialog().getByRole(AriaRole.BUTTON, named(Pattern.compile("Promote"))).click();
        assertThat(dialog()).hasCount(0);
        assertThat(api.get("models/" + model).path("champion").asLong()).isNotEqualTo(champion);

        button("Roll back").click();
        dialog().getByRole(AriaRole.BUTTON, named(Pattern.compile("Roll back"))).click();
        assertThat(dialog()).hasCount(0);
        assertThat(api.get("models/" + model).path("champion").asLong()).isEqualTo(champion);
    }

    @Test
    void aUserIsMadeChangesTheirPasswordAndSeesOnlyWhatTheirRoleMayDo() {
        page.navigate("/settings/users");
        page.getByLabel("User").first().fill("vera");
        page.getByLabel("Password").fill("first pass phrase");
        button("New user").click();
        assertThat(page.getByRole(AriaRole.CELL, new Page.GetByRoleOptions().setName("vera")))
                .isVisible();
        button("Log out").click();

        Chromium.logIn(page, "vera", "first pass phrase");
        page.navigate("/settings/password");
        page.getByLabel("Current password").fill("first pass phrase");
        page.getByLabel("New password", new Page.GetByLabelOptions().setExact(true))
                .fill("second pass phrase");
        page.getByLabel("New password again").fill("second pass phrase");
        button("Change password").click();
        assertThat(page.getByText("Password changed")).isVisible();
        button("Log out").click();

        Chromium.logIn(page, "vera", "second pass phrase");
        page.navigate("/segments");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Segments")))
                .isVisible();
        assertThat(link("New segment")).hasCount(0);
        page.navigate("/syncs/new");
        assertThat(page.getByText("Your role does not allow this.")).isVisible();
    }

    @Test
    void somebodyWhoIsSuppressedIsSaidToBeAndTheWayBackIsThere(OpenShop shop) {
        long profile = shop.stand
                .api()
                .get("profiles?limit=1")
                .path("items")
                .path(0)
                .path("id")
                .asLong();
        page.navigate("/customers/" + profile);
        button("Never send").click();
        dialog().getByLabel("Reason").fill("asked on the phone");
        dialog().getByRole(AriaRole.BUTTON, named(Pattern.compile("Never send")))
                .click();
        assertThat(page.getByText("This customer is never sent to any destination."))
                .isVisible();
        assertThat(page.getByText("asked on the phone")).isVisible();

        button("Lift").click();

        assertThat(button("Never send")).isVisible();
    }

    @Test
    void whatIsWrongIsSaidInGermanToWhoReadsGerman() {
        page.navigate("/settings/users");
        button("Deutsch").click();
        page.getByLabel("Benutzer").first().fill("admin");
        page.getByLabel("Passwort").fill("lang genug wäre es");
        button("Neuer Benutzer").click();

        assertThat(page.getByText("Einen Benutzer dieses Namens gibt es schon. Wählen Sie einen anderen Namen."))
                .isVisible();
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    private static Locator.GetByRoleOptions named(Pattern name) {
        return new Locator.GetByRoleOptions().setName(name);
    }

    private static LocatorAssertions.HasTextOptions untilARunEnds() {
        return new LocatorAssertions.HasTextOptions().setTimeout(A_RUN_MILLIS);
    }

    private static LocatorAssertions.IsVisibleOptions visibleWhenARunEnds() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(A_RUN_MILLIS);
    }
}
