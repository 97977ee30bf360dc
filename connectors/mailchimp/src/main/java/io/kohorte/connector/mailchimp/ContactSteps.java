// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.batch.Chunks;
import java.util.ArrayList;
import java.util.List;

/**
 * How people become contacts and get their fields. Who has no fields to write is created in bulk where missing; fields
 * take one request a person, since the bulk request would set everybody's status, too, and so subscribe people or
 * unsubscribe them. Many such requests go out as one job.
 */
final class ContactSteps {

    private static final String UNCHECKED = "?skip_merge_validation=true";

    private final MailchimpApi api;
    private final NewContacts newContacts;
    private final List<PersonStep> single = new ArrayList<>();
    private final List<Contact> missing = new ArrayList<>();

    ContactSteps(MailchimpApi api, NewContacts newContacts) {
        this.api = api;
        this.newContacts = newContacts;
    }

    /** Created with their fields where missing, left alone otherwise. */
    void create(Contact contact) {
        missing.add(contact);
    }

    /** Fields of a contact that is there. */
    void update(Contact contact) {
        if (contact.change().fields().isEmpty()) {
            return;
        }
        single.add(new PersonStep(
                contact,
                api.patch(api.list(contact.path() + UNCHECKED))
                        .body(
                                "application/json",
                                fields(ContactFields.of(contact.change().fields())))
                        .rows(List.of(contact.row()))
                        .build(),
                PersonStep.Absent.IS_A_PROBLEM));
    }

    /** Fields, creating who is missing as far as that is wanted. */
    void bring(Contact contact) {
        var fields = contact.change().fields();
        var status = newContacts.status(contact.change().consent());
        if (status.isEmpty()) {
            update(contact);
        } else if (fields.isEmpty()) {
            create(contact);
        } else {
            var body = Json.write(json -> {
                json.writeStartObject();
                Json.text(json, "email_address", contact.email());
                json.writeStringField("status_if_new", status.get());
                ContactFields.of(fields).write(json);
                json.writeEndObject();
            });
            single.add(new PersonStep(
                    contact,
                    api.put(api.list(contact.path() + UNCHECKED))
                            .body("application/json", body)
                            .rows(List.of(contact.row()))
                            .build(),
                    PersonStep.Absent.MEANS_THE_LIST));
        }
    }

    /** Empties the mapped fields of someone who leaves. */
    void clear(Contact contact) {
        single.add(new PersonStep(
                contact,
                api.patch(api.list(contact.path() + UNCHECKED))
                        .body(
                                "application/json",
                                fields(ContactFields.cleared(contact.change().fields())))
                        .rows(List.of(contact.row()))
                        .build(),
                PersonStep.Absent.IS_WANTED));
    }

    /** Archives the contact: out of the audience, and back with all its history should it ever return. */
    void archive(Contact contact) {
        single.add(new PersonStep(
                contact,
                api.delete(api.list(contact.path()))
                        .rows(List.of(contact.row()))
                        .build(),
                PersonStep.Absent.IS_ARCHIVED));
    }

    /** One request a person. */
    List<PersonStep> singles() {
        return List.copyOf(single);
    }

    /** Those who are only created where missing. */
    List<Step> creations() {
        var members = missing.stream()
                .map(contact -> new CreateStep.Member(contact, newContacts))
                .toList();
        var steps = new ArrayList<Step>();
        Chunks.cut(
                        members,
                        MailchimpConnector.MEMBERS_PER_CALL,
                        MailchimpDestination.BYTES_PER_CALL,
                        CreateStep.Member::bytes)
                .forEach(chunk -> steps.add(new CreateStep(api, chunk)));
        return steps;
    }

    private static byte[] fields(ContactFields fields) {
        return Json.write(json -> {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        });
    }
}
