// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.platform.SharedData;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 541,909 order lines of a real shop (UCI 352): the figures are published. */
class OnlineRetailTest {

    private static final String MAPPING =
            """
            {'identities':{'customer_id':'CustomerID'},'traits':{'country':'Country'},
             'event':{'name':'Order Completed','refund':'Order Refunded','at':'InvoiceDate','orderRef':'InvoiceNo','item':'StockCode',
                      'quantity':'Quantity','unitPrice':'UnitPrice','properties':{'description':'Description'}}}
            """;

    @TempDir
    private Path folder;

    @Test
    void thePackedCsvGivesThePublishedFiguresAndASecondTimeNothing() throws Exception {
        Path file = SharedData.find("online-retail/online_retail.csv.xz");
        ImportDesk desk = new ImportDesk(folder);
        ImportReport first = desk.file(file, FileFormat.CSV, ImportDesk.mapping(MAPPING));
        assertPublishedFigures(first);
        assertThat(
                        desk.database.one(
                                "select count(*), count(distinct profile), round(sum(amount)::numeric, 2) from event where name = 'Order Completed'"))
                .isEqualTo("397884|4338|8911407.90");
        assertThat(desk.database.count("event")).isEqualTo(406_789);

        ImportReport second = desk.file(file, FileFormat.CSV, ImportDesk.mapping(MAPPING));
        assertThat(second.duplicates()).isEqualTo(first.accepted());
        assertThat(second.accepted()).isZero();
        assertThat(second.quality().usablePurchases()).isEqualTo(first.quality().usablePurchases());
        assertThat(desk.database.count("event")).isEqualTo(406_789);
    }

    @Test
    void theParquetFileGivesTheSameFigures() throws Exception {
        Path file = SharedData.find("online-retail/online_retail.parquet");
        ImportDesk desk = new ImportDesk(folder);

        assertPublishedFigures(desk.file(file, FileFormat.PARQUET, ImportDesk.mapping(MAPPING)));
        assertThat(desk.database.one("select value from identity where value like '17850%'"))
                .isEqualTo("17850");
    }

    private static void assertPublishedFigures(ImportReport report) {
        assertThat(report.rowsIn()).isEqualTo(541_909);
        assertThat(report.accepted()).isEqualTo(397_884 + 8_905);
        assertThat(report.invalid()).isEqualTo(135_080 + 40);
        assertThat(report.duplicates()).isZero();
        assertThat(report.quality().withoutIdentity()).isEqualTo(135_080);
        assertThat(report.quality().exactDuplicates()).isEqualTo(5_268);
        assertThat(report.quality().negativeQuantities()).isEqualTo(10_624);
        assertThat(report.quality().pricesNotPositive()).isEqualTo(2_517);
        assertThat(report.quality().usablePurchases())
                .isEqualTo(new ImportReport.Purchases(397_884, 4_338, 8_911_407.90));
        assertThat(report.invalidReasons())
                .extracting(ImportReport.InvalidRows::code, ImportReport.InvalidRows::count)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("IDENTIFIER_MISSING", 135_080L),
                        org.assertj.core.groups.Tuple.tuple("PRICE_NOT_POSITIVE", 40L));
    }
}
