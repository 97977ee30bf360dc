// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.platform.SharedData;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that break readers: public collections of them, and our own. */
class HostileFilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PEOPLE = "{'identities':{'customer_id':'id'},'traits':{'note':'note'}}";

    @TempDir
    private Path folder;

    @Test
    void everyFileOfTheCsvSpectrumIsReadAsItsAuthorsMeantIt() throws Exception {
        try (Stream<Path> files = Files.list(SharedData.find("csv-spectrum/csvs"))) {
            List<Path> all = files.sorted().toList();
            assertThat(all).hasSize(11);
            for (Path file : all) {
                Path expected = file.resolveSibling(
                        "../json/" + file.getFileName().toString().replace(".csv", ".json"));
                assertThat(read(file)).as(file.getFileName().toString()).isEqualTo(JSON.readTree(expected.toFile()));
            }
        }
    }

    private JsonNode read(Path file) throws Exception {
        var rows = JSON.createArrayNode();
        Path own = Files.createTempDirectory(folder, "table");
        try (RowTable table = RowTable.open(own, file, "200MB")) {
            ReadOptions header = new ReadOptions(null, null, true, null, null, null, null, null);
            new FileReading(table, header, count -> {}).read(file, FileFormat.CSV);
            try (var statement = table.connection().createStatement();
                    var row = statement.executeQuery("select * from raw order by line")) {
                while (row.next()) {
                    ObjectNode object = rows.addObject();
                    for (Column column : table.columns()) {
                        String value = row.getString(2 + column.place());
                        object.put(column.name(), value == null ? "" : value);
                    }
                }
            }
        }
        return rows;
    }

    @Test
    void naughtyStringsComeBackByteForByte() throws Exception {
        List<String> naughty = new ArrayList<>();
        JSON.readTree(SharedData.find("blns/blns.json").toFile()).forEach(text -> naughty.add(text.textValue()));
        assertThat(naughty).hasSize(515);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < naughty.size(); i++) {
            lines.append(JSON.createObjectNode().put("id", "k" + i).put("note", naughty.get(i)))
                    .append('\n');
        }
        ImportDesk desk = new ImportDesk(folder);
        ImportReport report = desk.ndjson(lines.toString(), PEOPLE);

        assertThat(report.accepted()).isEqualTo(515);
        List<String> stored = new ArrayList<>();
        for (String row : desk.database.rows(
                "select p.traits from profile p join identity i on i.profile = p.number order by substr(i.value, 2)::int")) {
            stored.add(JSON.readTree(row).path("note").textValue());
        }
        assertThat(stored).isEqualTo(naughty);
    }

    @Test
    void noBrokenJsonIsTakenAndEveryValidObjectIsRead() throws Exception {
        try (Stream<Path> files = Files.list(SharedData.find("JSONTestSuite/test_parsing"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                byte[] content = Files.readAllBytes(file);
                boolean object =
                        new String(content, StandardCharsets.UTF_8).strip().startsWith("{");
                if (name.startsWith("n_")) {
                    assertThat(lines(content)).as(name).startsWith("0 rows");
                } else if (name.startsWith("y_") && object && !name.equals("y_object_with_newlines.json")) {
                    assertThat(lines(content)).as(name).isEqualTo("1 rows 0 rejects");
                } else if (name.startsWith("y_object_with_newlines")) {
                    // One object a line is what the format is: this one has several lines.
                    assertThat(lines(content)).as(name).startsWith("0 rows");
                }
            }
        }
    }

    private String lines(byte[] content) throws Exception {
        Path own = Files.createTempDirectory(folder, "table");
        Path file = Files.write(own.resolve("data"), content);
        try (RowTable table = RowTable.open(own, file, "200MB")) {
            new FileReading(table, ReadOptions.defaults(), count -> {}).read(file, FileFormat.NDJSON);
            return table.number("select count(*) from raw") + " rows " + table.number("select count(*) from reject")
                    + " rejects";
        }
    }

    @Test
    void aQuoteThatIsNeverClosedCostsItsOwnRowOnly() throws Exception {
        StringBuilder csv = new StringBuilder("id,note\n");
        for (int i = 1; i <= 5000; i++) {
            csv.append('u').append(i).append(i == 1000 ? ",\"oops\n" : ",fine\n");
        }
        ImportReport report = new ImportDesk(folder).csv(csv.toString(), PEOPLE);

        assertThat(report.rowsIn()).isEqualTo(5000);
        assertThat(report.accepted()).isEqualTo(4999);
        assertThat(report.invalidReasons().get(0).code()).isEqualTo("QUOTE_BROKEN");
        assertThat(report.invalidReasons().get(0).samples().get(0).line()).isEqualTo(1001);
    }

    @Test
    void everyBadRowIsCountedOnceWithItsLine() throws Exception {
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        csv.writeBytes("id,note\r\nann,\"two\r\nlines\"\r\n\r\nbob\r\ncid,a,b\r\n".getBytes(StandardCharsets.UTF_8));
        csv.writeBytes(new byte[] {'d', ',', (byte) 0xFF, '\r', '\n'});
        csv.writeBytes("eve,a\0b\r\nnull,x\r\n,nobody\r\nfay,ok".getBytes(StandardCharsets.UTF_8));
        ImportReport report = new ImportDesk(folder).run(csv.toByteArray(), FileFormat.CSV, ImportDesk.mapping(PEOPLE));

        assertThat(report.rowsIn()).isEqualTo(8);
        assertThat(report.accepted()).isEqualTo(2);
        assertThat(report.invalidReasons())
                .extracting(rows -> rows.code() + "@" + rows.samples().get(0).line())
                .containsExactlyInAnyOrder(
                        "TOO_FEW_COLUMNS@5",
                        "TOO_MANY_COLUMNS@6",
                        "ENCODING_INVALID@7",
                        "VALUE_UNSTORABLE@8",
                        "IDENTIFIER_INVALID@9",
                        "IDENTIFIER_MISSING@10");
    }

    @Test
    void aLineWithoutEndAndDeepJsonAreRowsThatAreRefused() throws Exception {
        ImportReport longLine =
                new ImportDesk(folder).csv("id,note\nann," + "x".repeat(3_000_000) + "\nbob,ok\n", PEOPLE);
        assertThat(longLine.accepted()).isEqualTo(1);
        assertThat(longLine.invalidReasons().get(0).code()).isEqualTo("LINE_TOO_LONG");

        ImportReport deep = new ImportDesk(folder)
                .ndjson(
                        "{\"id\":\"a\",\"note\":" + "[".repeat(5000) + "]".repeat(5000)
                                + "}\n{\"id\":\"b\",\"note\":\"\\ud800\"}\n{\"id\":\"c\",\"note\":\"ok\"}\n",
                        PEOPLE);
        assertThat(deep.accepted()).isEqualTo(1);
        assertThat(deep.invalidReasons())
                .extracting(ImportReport.InvalidRows::code)
                .containsExactlyInAnyOrder("JSON_INVALID", "VALUE_UNSTORABLE");
    }

    @Test
    void aNumberThatWouldFillTheMemoryCostsItsRowOnly() throws Exception {
        ImportReport report = new ImportDesk(folder)
                .ndjson(
                        """
                        {"id":"a","note":1e999999999}
                        {"id":"b","note":{"deep":-1e9999999999}}
                        {"id":"c","note":1e-99999999999999999999}
                        {"id":"d","note":1e15}
                        """,
                        PEOPLE);
        assertThat(report.accepted()).isEqualTo(1);
        assertThat(report.invalidReasons())
                .extracting(rows -> rows.code() + " " + rows.count())
                .containsExactly("NUMBER_OUT_OF_RANGE 3");
    }

    @Test
    void utf16IsReadByItsMarkAndOtherEncodingsWhenTold() throws Exception {
        ImportDesk desk = new ImportDesk(folder);
        desk.run(
                "\uFEFFid,note\nann,Köln\n".getBytes(StandardCharsets.UTF_16LE),
                FileFormat.CSV,
                ImportDesk.mapping(PEOPLE));
        desk.run(
                "id,note\nbob,Zürich\n".getBytes(StandardCharsets.ISO_8859_1),
                FileFormat.CSV,
                ImportDesk.mapping(
                        "{'identities':{'customer_id':'id'},'traits':{'note':'note'},'options':{'encoding':'ISO-8859-1'}}"));

        assertThat(desk.database.rows("select traits ->> 'note' from profile order by number"))
                .containsExactly("Köln", "Zürich");
    }

    @Test
    void codesKeepTheirLeadingZerosAndNumbersAreNumbers() throws Exception {
        ImportDesk desk = new ImportDesk(folder);
        desk.csv(
                "id,zip,age,since,vip\nann,01234,40,2020-01-01,yes\nbob,99999,41,2021-02-03,no\n",
                "{'identities':{'customer_id':'id'},'traits':{'zip':'zip','age':'age','since':'since','vip':'vip'}}");

        assertThat(desk.database.rows("select name, type from trait order by 1"))
                .containsExactly("age|number", "since|time", "vip|flag", "zip|text");
        assertThat(desk.database.one("select traits from profile where number = 1"))
                .isEqualTo("{\"age\": 40, \"vip\": true, \"zip\": \"01234\", \"since\": \"2020-01-01\"}");
    }

    @Test
    void whichDateIsDoubtfulDependsOnWhatItSays() throws Exception {
        ImportReport report = new ImportDesk(folder)
                .csv(
                        """
                        id,at,born,contract_ends
                        ann,2026-01-02,1957-03-04,2030-12-31
                        bob,1985-01-02,1890-03-04,2999-12-31
                        """,
                        "{'identities':{'customer_id':'id'},'traits':{'born':'born','contract_ends':'contract_ends'},"
                                + "'event':{'name':'Order Completed','at':'at'}}");

        assertThat(report.quality().columns())
                .extracting(column -> column.name() + " "
                        + column.findings().stream()
                                .filter(finding -> finding.code().equals("DATE_OUT_OF_RANGE"))
                                .map(ImportReport.Finding::sentence)
                                .toList())
                .containsExactly(
                        "id []",
                        "at [1 values lie before 1990 or in the future.]",
                        "born [1 values lie before 1900 or after 2100.]",
                        "contract_ends [1 values lie before 1900 or after 2100.]");
    }

    @Test
    void addressesThatNoServerTakesComeInAndAreCounted() throws Exception {
        ImportReport report = new ImportDesk(folder)
                .csv(
                        """
                        mail,note
                        ann@example.org,a
                        b..b@example.org,b
                        jörg@müller.example,c
                        "dee@(home)example.org",d
                        eve@example-.org,e
                        """,
                        "{'identities':{'email':'mail'},'traits':{'note':'note'}}");

        assertThat(report.accepted()).isEqualTo(5);
        assertThat(report.quality().columns().get(0).findings())
                .filteredOn(finding -> finding.code().equals("ADDRESSES_DOUBTFUL"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).startsWith("3 e-mail addresses have a form"));
    }

    @Test
    void aBlankAmongNumbersIsAMissingNumber() throws Exception {
        ImportReport report = new ImportDesk(folder)
                .csv(
                        "id,total,since\nann,29.85,2024-01-31\nbob, , \ncid,108.15,2024-02-29\n",
                        "{'identities':{'customer_id':'id'},'traits':{'total':'total'}}");

        assertThat(report.accepted()).isEqualTo(3);
        assertThat(report.quality().columns().get(1)).satisfies(column -> {
            assertThat(column.type()).isEqualTo("number");
            assertThat(column.missing()).isEqualTo(1);
            assertThat(column.distinct()).isEqualTo(2);
            assertThat(column.findings()).isEmpty();
        });
        assertThat(report.quality().columns().get(2)).satisfies(column -> {
            assertThat(column.type()).isEqualTo("time");
            assertThat(column.missing()).isEqualTo(1);
            assertThat(column.findings()).isEmpty();
        });
    }
}
