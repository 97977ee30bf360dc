// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mapping that was wrong is put right by importing the file again under the right one. */
class ChangedMappingTest {

    private static final String ORDERS =
            """
            order,customer,buyer,mail,date,shipped,net,gross,city,town,news,ads
            o1,ann,a@x.org,shop@x.org,2026-01-02,2026-02-02,10,12,Wien,Graz,yes,no
            o2,ann,a@x.org,shop@x.org,2026-01-03,2026-02-03,20,24,Wien,,yes,no
            o3,bob,b@x.org,shop@x.org,2026-01-04,later,30,36,Linz,Wels,no,yes
            """;

    private static final String RIGHT =
            """
            {'identities':{'customer_id':'customer'},'traits':{'city':'city'},'consents':{'marketing':'news'},
             'event':{'name':'Order Completed','at':'date','orderRef':'order','amount':'gross'}}
            """;

    /** Who did what, named by the identifiers they go by. */
    private static final String EVENTS =
            """
            select (select string_agg(i.value, '+' order by i.namespace, i.value) from identity i where i.profile = e.profile),
                   order_ref, at::date::text, amount::text
            from event e order by 2, 1
            """;

    private static final String PEOPLE =
            """
            select (select string_agg(i.value, '+' order by i.namespace, i.value) from identity i where i.profile = p.number),
                   p.traits::text,
                   (select string_agg(c.purpose || c.granted, '+' order by c.purpose) from consent c where c.profile = p.number)
            from profile p where p.merged_into is null order by 1
            """;

    @TempDir
    Path folder;

    private ImportDesk desk;

    @BeforeEach
    void openDesk() throws Exception {
        desk = new ImportDesk(folder, 2, "200MB");
    }

    @Test
    void givenAWrongAmountColumnTheEventsSayTheRightAmountAndNothingElseChanges() throws Exception {
        String wrong = RIGHT.replace("gross", "net");
        first(wrong);

        ImportReport second = again(wrong, RIGHT);

        assertThat(desk.database.rows(EVENTS)).isEqualTo(whatTheRightMappingSays(EVENTS));
        assertThat(desk.database.rows(PEOPLE)).isEqualTo(whatTheRightMappingSays(PEOPLE));
        assertThat(List.of(second.rowsIn(), second.accepted(), second.invalid(), second.duplicates(), second.events()))
                .containsExactly(3L, 3L, 0L, 0L, 3L);
        assertThat(second.corrections()).isEqualTo(new Corrections(0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void rowsThatSayTheSameUnderBothMappingsAreDuplicates() throws Exception {
        String wrong = RIGHT.replace("'traits':{'city':'city'},", "");
        first(wrong);

        ImportReport second = again(wrong, RIGHT.replace("'city':'city'", "'city':'town'"));

        assertThat(second.events()).isZero();
        assertThat(second.accepted() + second.invalid() + second.duplicates()).isEqualTo(second.rowsIn());
        assertThat(second.traitsWritten()).isEqualTo(2);
    }

    @Test
    void givenAWrongDateColumnRowsThatHadNoDateComeInAndThoseThatHaveNoneAnyMoreGo() throws Exception {
        String wrong = RIGHT.replace("'at':'date'", "'at':'shipped'");
        assertThat(first(wrong).invalid()).isEqualTo(1);
        again(wrong, RIGHT);
        assertThat(desk.database.rows(EVENTS)).isEqualTo(whatTheRightMappingSays(EVENTS));

        ImportReport back = again(RIGHT, wrong);

        assertThat(back.corrections()).extracting(Corrections::events).isEqualTo(1L);
        assertThat(desk.database.rows("select order_ref from event order by 1")).containsExactly("o1", "o2");
    }

    @Test
    void aTraitOfAWrongColumnGoesWhereTheRightOneSaysNothingAndStaysWhereSomebodyElseSaidAnother() throws Exception {
        String wrong = RIGHT.replace("'city':'city'", "'city':'town','home':'city'");
        first(wrong);
        desk.database.run("update profile set traits = traits || '{\"home\": \"Rom\"}' where number = 2");

        again(wrong, RIGHT.replace("'city':'city'", "'city':'town'"));

        assertThat(desk.database.rows("select traits::text from profile order by number"))
                .containsExactly("{\"city\": \"Graz\"}", "{\"city\": \"Wels\", \"home\": \"Rom\"}");
    }

    @Test
    void aTraitWhoseColumnStaysIsNotSaidAgainOverANewerWord() throws Exception {
        String wrong = RIGHT.replace("gross", "net");
        first(wrong);
        desk.database.run("update profile set traits = '{\"city\": \"Rom\"}' where number = 1");

        again(wrong, RIGHT);

        assertThat(desk.database.one("select traits ->> 'city' from profile where number = 1"))
                .isEqualTo("Rom");
    }

    @Test
    void aConsentOfAWrongColumnIsTakenBackAndTheRightOneCounts() throws Exception {
        String wrong = RIGHT.replace("'marketing':'news'", "'marketing':'ads'");
        first(wrong);

        again(wrong, RIGHT);

        assertThat(desk.database.rows(PEOPLE)).isEqualTo(whatTheRightMappingSays(PEOPLE));
    }

    @Test
    void givenAWrongIdentityColumnTheRowsGoToTheRightPeopleAndNobodyStaysBehind() throws Exception {
        String wrong = RIGHT.replace("'customer_id':'customer'", "'customer_id':'order'");
        first(wrong);
        assertThat(desk.database.one("select count(*) from profile where merged_into is null"))
                .isEqualTo("3");

        ImportReport second = again(wrong, RIGHT);

        assertThat(desk.database.rows(EVENTS)).isEqualTo(whatTheRightMappingSays(EVENTS));
        assertThat(desk.database.rows(PEOPLE)).isEqualTo(whatTheRightMappingSays(PEOPLE));
        assertThat(second.corrections()).isEqualTo(new Corrections(0, 3, 3, 3, 3, 0, 0));
    }

    @Test
    void strangersThatOneWrongAddressJoinedArePeopleOfTheirOwnAgain() throws Exception {
        String wrong = RIGHT.replace("'customer_id':'customer'", "'email':'mail'");
        first(wrong);

        again(wrong, RIGHT.replace("'customer_id':'customer'", "'email':'buyer'"));

        assertThat(desk.database.rows(EVENTS))
                .containsExactly("a@x.org|o1|2026-01-02|12", "a@x.org|o2|2026-01-03|24", "b@x.org|o3|2026-01-04|36");
        assertThat(desk.database.one("select count(*) from profile where merged_into is null"))
                .isEqualTo("2");
    }

    @Test
    void strangersThatAnAddressJoinedBesideARightIdentifierStayJoinedAndTheReportSaysSo() throws Exception {
        String wrong = RIGHT.replace("'customer_id':'customer'", "'email':'buyer','device':'mail'");
        first(wrong);

        ImportReport second = again(wrong, RIGHT.replace("'customer_id':'customer'", "'email':'buyer'"));

        assertThat(second.corrections()).extracting(Corrections::severalNames).isEqualTo(1L);
        assertThat(second.corrections()).extracting(Corrections::identities).isEqualTo(1L);
        assertThat(desk.database.one("select count(*) from profile where merged_into is null"))
                .isEqualTo("1");
    }

    @Test
    void anIdentifierThatWasKnownBeforeTheWrongImportStays() throws Exception {
        desk.csv("who\nshop@x.org\n", "{'identities':{'email':'who'},'options':{'header':true}}");
        desk.database.run("update identity set first_seen = first_seen - interval '1 day'");
        String wrong = RIGHT.replace("'customer_id':'customer'", "'email':'mail'");
        first(wrong);

        again(wrong, RIGHT);

        assertThat(desk.database.one("select count(*) from identity where value = 'shop@x.org'"))
                .isEqualTo("1");
    }

    @Test
    void anAddressThatAWrongColumnToldAgainDoesNotCountAnyMore() throws Exception {
        String list = "{'identities':{'customer_id':'number','email':'mail'},'options':{'header':true}}";
        desk.csv("number,mail\nC1,old@x.org\n", list);
        desk.csv("number,mail\nC1,new@x.org\n", list);
        desk.database.run(
                "update identity set first_seen = first_seen - interval '1 day', told_at = told_at - interval '1 day'");
        String visits = "number,before,now,date\nC1,old@x.org,new@x.org,2026-01-02\n";
        String right =
                "{'identities':{'customer_id':'number','email':'now'},'event':{'name':'Visit','at':'date'},'options':{'header':true}}";
        String wrong = right.replace("'now'", "'before'");
        String current = "select value from current_identity where namespace = 'email'";
        desk.csv(visits, wrong);
        assertThat(desk.database.rows(current)).containsExactly("old@x.org");

        desk.again(visits.getBytes(StandardCharsets.UTF_8), FileFormat.CSV, wrong, right);

        assertThat(desk.database.rows(current)).containsExactly("new@x.org");
        assertThat(desk.database.count("identity")).isEqualTo(3);
    }

    @Test
    void aColumnWithIdsThatWasMissedLeavesEachEventOnce() throws Exception {
        first(RIGHT);

        again(RIGHT, RIGHT.replace("'at':'date'", "'at':'date','messageId':'order'"));

        assertThat(desk.database.rows(EVENTS)).isEqualTo(whatTheRightMappingSays(EVENTS));
    }

    @Test
    void aWrongEncodingIsPutRightWithoutTellingEventsTwice() throws Exception {
        byte[] file = "who,date,city\nann,2026-01-02,Köln\n".getBytes(StandardCharsets.ISO_8859_1);
        String wrong =
                "{'identities':{'customer_id':'who'},'traits':{'city':'city'},'event':{'name':'Visit','at':'date'},'options':{'encoding':'windows-1251'}}";
        String right = wrong.replace("windows-1251", "iso-8859-1");
        desk.run(file, FileFormat.CSV, ImportDesk.mapping(wrong));

        desk.again(file, FileFormat.CSV, wrong, right);

        assertThat(desk.database.one("select count(*) from event")).isEqualTo("1");
        assertThat(desk.database.one("select traits ->> 'city' from profile")).isEqualTo("Köln");
    }

    @Test
    void ofRowsWithTheSameIdTheFirstCountsAlsoWhenTheyAreReadAnew() throws Exception {
        String orders = ORDERS.replace("o2", "o1").replace("o3", "o1");
        String wrong =
                RIGHT.replace("'at':'date'", "'at':'date','messageId':'order'").replace("gross", "net");
        desk.csv(orders, wrong);

        ImportReport second = desk.again(
                orders.getBytes(StandardCharsets.UTF_8), FileFormat.CSV, wrong, wrong.replace("net", "gross"));

        assertThat(desk.database.rows("select amount::text from event")).containsExactly("12");
        assertThat(List.of(second.accepted(), second.duplicates())).containsExactly(1L, 2L);
    }

    @Test
    void cutOffInTheMiddleItIsCompletedByDoingItAgain() throws Exception {
        String wrong = RIGHT.replace("'customer_id':'customer'", "'customer_id':'order'")
                .replace("gross", "net");
        first(wrong);
        desk.csv(ORDERS.lines().limit(2).reduce("", (all, line) -> all + line + "\n"), RIGHT);

        again(wrong, RIGHT);
        ImportReport third = again(wrong, RIGHT);

        assertThat(desk.database.rows(EVENTS)).isEqualTo(whatTheRightMappingSays(EVENTS));
        assertThat(third.accepted()).isZero();
        assertThat(third.corrections()).isEqualTo(new Corrections(0, 0, 0, 0, 0, 0, 0));
    }

    private ImportReport first(String mapping) throws Exception {
        return desk.csv(ORDERS, mapping);
    }

    private ImportReport again(String before, String mapping) throws Exception {
        ImportReport report = desk.again(ORDERS.getBytes(StandardCharsets.UTF_8), FileFormat.CSV, before, mapping);
        assertThat(report.accepted() + report.invalid() + report.duplicates()).isEqualTo(report.rowsIn());
        return report;
    }

    /** The law: a corrected mapping ends where the right one would have begun. */
    private List<String> whatTheRightMappingSays(String query) throws Exception {
        ImportDesk fresh = new ImportDesk(folder, 2, "200MB");
        fresh.csv(ORDERS, RIGHT);
        return fresh.database.rows(query);
    }
}
