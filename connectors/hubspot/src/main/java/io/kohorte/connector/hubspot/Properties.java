// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.UnsupportedCapabilityException;

/** Values of contact properties: HubSpot writes all of them as text, and an empty one clears the property. */
final class Properties {

    private Properties() {}

    /** What a row writes onto its contact, in mapping order. */
    static void fill(ObjectNode properties, MemberChange change, AudienceOptions options, DeleteBehaviour behaviour) {
        var leaves = change.change() == MemberChange.Kind.REMOVE;
        options.memberProperty().ifPresent(name -> properties.put(name, mark(options, leaves)));
        if (!leaves) {
            change.fields().forEach((name, value) -> properties.put(checked(name), text(value)));
        } else if (behaviour == DeleteBehaviour.CLEAR_FIELDS) {
            change.fields().keySet().forEach(name -> properties.put(checked(name), ""));
        }
    }

    /** A checkbox that is not ticked says so. */
    private static String mark(AudienceOptions options, boolean leaves) {
        return options.memberValue().map(value -> leaves ? "" : value).orElseGet(() -> Boolean.toString(!leaves));
    }

    private static String checked(String name) {
        if (!AudienceOptions.isName(name)) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.INVALID_SETTING, "The mapping names a property that HubSpot cannot have.")
                            .at(name));
        }
        return name;
    }

    /** Moments are milliseconds since 1970, which properties of type date and datetime both take. */
    private static String text(FieldValue value) {
        if (value instanceof FieldValue.Text text) {
            return text.value();
        }
        if (value instanceof FieldValue.Numeric number) {
            return number.value().toPlainString();
        }
        if (value instanceof FieldValue.Flag flag) {
            return Boolean.toString(flag.value());
        }
        if (value instanceof FieldValue.Moment moment) {
            return Long.toString(moment.value().toEpochMilli());
        }
        if (value instanceof FieldValue.IfEmpty) {
            throw new UnsupportedCapabilityException(Capability.SET_IF_EMPTY);
        }
        return "";
    }
}
