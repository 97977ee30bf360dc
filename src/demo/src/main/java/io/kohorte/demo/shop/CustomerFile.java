// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;

/** The shop's master data: one row a customer, consents beside. */
final class CustomerFile implements Closeable {

    private final Csv csv;

    CustomerFile(Path file) throws IOException {
        csv = new Csv(
                file,
                "customer_id",
                "email",
                "phone",
                "first_name",
                "last_name",
                "gender",
                "date_of_birth",
                "street",
                "zip",
                "city",
                "region",
                "country",
                "joined_on",
                "joined_by",
                "marketing",
                "profiling",
                "ads");
    }

    void write(Person person, LocalDate joined) throws IOException {
        Person.Home home = person.home();
        Person.Consents consents = person.consents();
        csv.row(
                person.customerId(),
                person.email(),
                person.phone(),
                person.firstName(),
                person.lastName(),
                person.gender(),
                person.birthday(),
                home.street(),
                home.zip(),
                home.city(),
                home.region(),
                home.country(),
                joined.toString(),
                person.joinedBy(),
                consents.marketing(),
                consents.profiling(),
                consents.ads());
    }

    long rows() {
        return csv.rows();
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
