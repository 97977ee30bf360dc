// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** What holds for every file, however dirty. */
class ImportLawsTest {

    private static final String ORDERS =
            """
            {'identities':{'customer_id':'who','email':'mail'},'traits':{'city':'city'},
             'event':{'name':'Order Completed','refund':'Order Refunded','at':'at','quantity':'qty','unitPrice':'price'},
             'options':{'identicalRows':'%s','header':true,'delimiter':','}}
            """;
    private static final String PEOPLE =
            "{'identities':{'customer_id':'who','email':'mail'},'traits':{'city':'city','qty':'qty'},'options':{'header':true,'delimiter':','}}";

    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    void everyRowIsAcceptedInvalidOrDuplicateAndTheSecondTimeNothingChanges(
            @ForAll("files") List<String> rows, @ForAll boolean drop) throws Exception {
        hold(rows, ORDERS.formatted(drop ? "drop" : "keep"));
    }

    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    void theSameHoldsForListsOfPeople(@ForAll("files") List<String> rows) throws Exception {
        hold(rows, PEOPLE);
    }

    private static void hold(List<String> rows, String mapping) throws Exception {
        byte[] file =
                ("who,mail,at,qty,price,city\n" + String.join("\n", rows) + "\n").getBytes(StandardCharsets.UTF_8);
        Path folder = Files.createTempDirectory("laws");
        ImportDesk desk = new ImportDesk(folder, 7, "200MB");
        ImportReport first = desk.run(file, FileFormat.CSV, ImportDesk.mapping(mapping));
        List<String> before = state(desk);
        ImportReport second = desk.run(file, FileFormat.CSV, ImportDesk.mapping(mapping));

        assertThat(first.accepted() + first.invalid() + first.duplicates()).isEqualTo(first.rowsIn());
        assertThat(first.rowsIn()).isEqualTo(rows.size());
        assertThat(second.rowsIn()).isEqualTo(first.rowsIn());
        assertThat(second.invalid()).isEqualTo(first.invalid());
        assertThat(second.events()).isZero();
        assertThat(second.profilesCreated()).isZero();
        if (mapping.contains("'event'")) {
            assertThat(second.accepted()).isZero();
            assertThat(state(desk)).isEqualTo(before);
        }
        assertThat(desk.database.one("select count(*) = coalesce(max(number), 0) from profile"))
                .isEqualTo("t");
    }

    private static List<String> state(ImportDesk desk) throws Exception {
        return desk.database.rows(
                """
                select 'p' || number || traits::text || coalesce(merged_into, 0) from profile
                union all select 'i' || namespace || value || profile from identity
                union all select 'e' || key || profile || coalesce(amount, 0) from event order by 1
                """);
    }

    @Provide
    Arbitrary<List<String>> files() {
        Arbitrary<String> who = Arbitraries.of("ann", "bob", "cid", "dan", "", "null", "0000", "e'; drop table x");
        Arbitrary<String> mail = Arbitraries.of("", "", "a@x.org", "B@X.org", "no mail", "c@x.org");
        Arbitrary<String> at =
                Arbitraries.of("2026-01-01", "2026-01-02T03:04:05Z", "2026-13-01", "", "yesterday", "0001-01-01");
        Arbitrary<String> number =
                Arbitraries.of("1", "2", "-1", "0", "1.5", "", "many", "1e400", "9".repeat(60), "NaN");
        Arbitrary<String> city = Arbitraries.of("Wien", "\"Bad, Ischl\"", "\"zwei\nZeilen\"", "", "\\N", "\ttab", "😀");
        Arbitrary<String> row = Combinators.combine(who, mail, at, number, number, city)
                .as((w, m, a, q, p, c) -> String.join(",", w, m, a, q, p, c));
        Arbitrary<String> broken = Arbitraries.of("short", "a,b,c,d,e,f,g", "x,\"y\"z,1,2,3,4");
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(9, row), net.jqwik.api.Tuple.of(1, broken))
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }
}
