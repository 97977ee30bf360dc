// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import java.util.List;

/** By what a list finds people. It is chosen when a list is made, by the match key, and never changes. */
enum ListKind {
    CONTACT("CONTACT_ID", "contactIdInfo", List.of("email", "phone")),
    DEVICE("MOBILE_ID", "mobileIdInfo", List.of("maid")),
    USER("USER_ID", "userIdInfo", List.of("user_id"));

    private final String uploadKeyType;
    private final String info;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> namespaces;

    ListKind(String uploadKeyType, String info, List<String> namespaces) {
        this.uploadKeyType = uploadKeyType;
        this.info = info;
        this.namespaces = namespaces;
    }

    static ListKind of(AudienceSpec spec) {
        for (var kind : values()) {
            if (kind.namespaces.contains(spec.matchKey())) {
                return kind;
            }
        }
        throw new ConnectorException(Problem.of(
                ProblemCode.INVALID_SETTING,
                "Google finds people by email, phone, maid or user_id: choose one of them as match key."));
    }

    Member member(MemberChange change, Identifiers forms) {
        return switch (this) {
            case CONTACT -> Member.Contact.of(change, forms);
            case DEVICE -> Member.Device.of(change, forms);
            case USER -> Member.User.of(change, forms);
        };
    }

    /** Whether identifiers are hashed, and so have an encoding. */
    boolean isHashed() {
        return this == CONTACT;
    }

    /** Describes a new list of this kind. */
    void describe(ObjectNode list, Settings options) {
        var ingested = list.putObject("ingestedUserListInfo");
        ingested.putArray("uploadKeyTypes").add(uploadKeyType);
        var details = ingested.putObject(info).put("dataSourceType", "DATA_SOURCE_TYPE_FIRST_PARTY");
        if (this == DEVICE) {
            details.put("keySpace", options.text("keySpace", "ANDROID"))
                    .put("appId", options.optionalText("appId").orElseThrow(ListKind::noApp));
        }
    }

    private static ConnectorException noApp() {
        return new ConnectorException(
                Problem.of(ProblemCode.INVALID_SETTING, "A list of devices says in which app their ids were collected.")
                        .at("appId"));
    }
}
