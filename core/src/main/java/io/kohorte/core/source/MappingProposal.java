// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import io.kohorte.core.event.EventFact;
import io.kohorte.core.profile.Identity;
import io.kohorte.core.profile.TraitType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Guesses what columns mean, by the names people give them, and by their values where a file has no names. */
final class MappingProposal {

    private static final Map<String, Set<String>> IDENTITIES = new LinkedHashMap<>();

    static {
        IDENTITIES.put(
                "customer_id",
                Set.of(
                        "customerid",
                        "customer",
                        "customerno",
                        "customernumber",
                        "custid",
                        "clientid",
                        "client",
                        "buyerid",
                        "memberid",
                        "kundennummer",
                        "kundennr",
                        "kundenid",
                        "kunde",
                        "shopperid"));
        IDENTITIES.put(Identity.USER_ID, Set.of("userid", "user", "login", "accountid", "uid"));
        IDENTITIES.put(Identity.EMAIL, Set.of("email", "emailaddress", "mail", "mailaddress", "emailadresse"));
        IDENTITIES.put(
                Identity.PHONE,
                Set.of("phone", "phonenumber", "mobile", "mobilephone", "telephone", "tel", "telefon", "handy"));
        IDENTITIES.put(Identity.ANONYMOUS_ID, Set.of("anonymousid", "visitorid", "cookieid", "deviceid", "sessionid"));
    }

    private static final Set<String> AT = Set.of(
            "invoicedate",
            "orderdate",
            "date",
            "datum",
            "purchasedate",
            "timestamp",
            "createdat",
            "time",
            "datetime",
            "eventtime",
            "eventtimestamp",
            "transactiondate",
            "occurredat",
            "at",
            "bestelldatum",
            "day");
    private static final Set<String> ORDER = Set.of(
            "invoiceno",
            "invoice",
            "invoiceid",
            "orderid",
            "orderno",
            "ordernumber",
            "order",
            "orderref",
            "transactionid",
            "bestellnummer",
            "rechnungsnummer",
            "receipt");
    private static final Set<String> ITEM = Set.of(
            "stockcode", "sku", "productid", "product", "itemid", "item", "articleno", "article", "artikelnummer");
    private static final Set<String> CATEGORY =
            Set.of("category", "productcategory", "department", "kategorie", "productgroup");
    private static final Set<String> QUANTITY =
            Set.of("quantity", "qty", "menge", "numberofcds", "cds", "units", "anzahl", "pieces");
    private static final Set<String> UNIT_PRICE = Set.of("unitprice", "price", "preis", "einzelpreis", "itemprice");
    private static final Set<String> AMOUNT = Set.of(
            "amount",
            "total",
            "revenue",
            "value",
            "dollarvalue",
            "dollars",
            "spend",
            "totalprice",
            "ordervalue",
            "ordertotal",
            "umsatz",
            "betrag",
            "sales",
            "gesamt");
    private static final Set<String> EVENT_NAME = Set.of("event", "eventname", "eventtype", "action", "type");
    private static final Set<String> MESSAGE = Set.of("messageid", "eventid", "lineid", "rowid");
    private static final Map<String, Set<String>> CONSENTS = Map.of(
            "marketing",
                    Set.of(
                            "newsletter",
                            "optin",
                            "marketingoptin",
                            "marketingconsent",
                            "marketing",
                            "consent",
                            "consentmarketing"),
            "ads", Set.of("adsconsent", "consentads", "ads"),
            "profiling", Set.of("profilingconsent", "consentprofiling", "profiling"));
    private static final Set<String> PERSONAL = Set.of(
            "country",
            "city",
            "region",
            "state",
            "zip",
            "postcode",
            "postalcode",
            "gender",
            "sex",
            "age",
            "birthdate",
            "dateofbirth",
            "firstname",
            "lastname",
            "name",
            "language",
            "segment",
            "plan",
            "land",
            "stadt",
            "plz",
            "vorname",
            "nachname");

    private final List<ColumnProfile> columns;
    private final List<ColumnProfile> left;

    private MappingProposal(List<ColumnProfile> columns) {
        this.columns = columns;
        this.left = new ArrayList<>(columns);
    }

    static Mapping of(List<ColumnProfile> columns, Optional<Layout> layout, boolean decimalComma) {
        return new MappingProposal(columns).propose(layout, decimalComma);
    }

    private Mapping propose(Optional<Layout> layout, boolean decimalComma) {
        boolean nameless = layout.isPresent() && !layout.get().header();
        Map<String, String> identities = new LinkedHashMap<>();
        IDENTITIES.forEach((namespace, names) -> named(names).ifPresent(column -> identities.put(namespace, column)));
        Optional<ColumnProfile> at = take(column -> column.type() == TraitType.TIME && AT.contains(plain(column)))
                .or(() -> nameless ? take(column -> column.type() == TraitType.TIME) : Optional.empty());
        if (identities.isEmpty()) {
            take(column -> plain(column).equals("id") || plain(column).endsWith("id"))
                    .or(() -> nameless ? take(this::mayNamePeople) : Optional.empty())
                    .ifPresent(column ->
                            identities.put("customer_id", column.column().name()));
        }
        Map<String, String> consents = new LinkedHashMap<>();
        CONSENTS.forEach((purpose, names) -> named(names).ifPresent(column -> consents.put(purpose, column)));
        EventMapping event = at.map(column -> event(column, nameless)).orElse(null);
        Map<String, String> traits = new LinkedHashMap<>();
        for (ColumnProfile column : event == null
                ? left
                : left.stream().filter(found -> PERSONAL.contains(plain(found))).toList()) {
            traits.put(name(column), column.column().name());
        }
        List<String> names = nameless
                ? columns.stream().map(column -> column.column().name()).toList()
                : null;
        ReadOptions options = new ReadOptions(
                layout.map(Layout::delimiter)
                        .filter(found -> found != ' ')
                        .map(String::valueOf)
                        .orElse(null),
                null,
                layout.map(Layout::header).orElse(null),
                names,
                null,
                null,
                decimalComma ? "," : null,
                event == null ? null : ReadOptions.IdenticalRows.KEEP);
        return new Mapping(identities, traits, consents, event, options);
    }

    private EventMapping event(ColumnProfile at, boolean nameless) {
        String orderRef = named(ORDER).orElse(null);
        String item = named(ITEM).orElse(null);
        String category = named(CATEGORY).orElse(null);
        String messageId = named(MESSAGE).orElse(null);
        String quantity = named(QUANTITY)
                .or(() -> nameless ? takeName(column -> isNumber(column) && isWhole(column)) : Optional.empty())
                .orElse(null);
        String unitPrice = named(UNIT_PRICE).orElse(null);
        String amount = unitPrice != null
                ? null
                : named(AMOUNT)
                        .or(() -> nameless ? takeName(MappingProposal::isNumber) : Optional.empty())
                        .orElse(null);
        boolean money = unitPrice != null || amount != null || orderRef != null;
        EventName name = named(EVENT_NAME)
                .map(EventName::ofColumn)
                .orElseGet(() -> EventName.always(money ? EventFact.ORDER_COMPLETED : "Activity"));
        Map<String, String> properties = new LinkedHashMap<>();
        left.stream()
                .filter(column -> !PERSONAL.contains(plain(column)))
                .forEach(column -> properties.put(name(column), column.column().name()));
        return new EventMapping(
                name,
                name.column() == null && money ? EventFact.ORDER_REFUNDED : null,
                at.column().name(),
                at.dateFormat(),
                messageId,
                orderRef,
                item,
                category,
                quantity,
                unitPrice,
                amount,
                properties);
    }

    private Optional<String> named(Set<String> names) {
        return takeName(column -> names.contains(plain(column)));
    }

    private Optional<String> takeName(Predicate<ColumnProfile> wanted) {
        return take(wanted).map(column -> column.column().name());
    }

    private Optional<ColumnProfile> take(Predicate<ColumnProfile> wanted) {
        Optional<ColumnProfile> found = left.stream().filter(wanted).findFirst();
        found.ifPresent(left::remove);
        return found;
    }

    /** The same person comes back, and there are many: neither a constant nor a key of rows. */
    private boolean mayNamePeople(ColumnProfile column) {
        return column.report().distinct() > 1
                && column.report().missing() == 0
                && (column.type() == TraitType.TEXT || isWhole(column));
    }

    private static boolean isNumber(ColumnProfile column) {
        return column.type() == TraitType.NUMBER;
    }

    private static boolean isWhole(ColumnProfile column) {
        @Nullable String sample = column.report().sample();
        return isNumber(column) && sample != null && sample.matches("[+-]?[0-9]+");
    }

    /** {@code Invoice_Date} and {@code invoiceDate} are the same word. */
    private static String plain(ColumnProfile column) {
        return column.column().name().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{Nd}]", "");
    }

    /** {@code UnitPrice} as a name of ours: {@code unit_price}. */
    private static String name(ColumnProfile column) {
        String words = column.column()
                .name()
                .strip()
                .replaceAll("([\\p{Ll}\\p{Nd}])(\\p{Lu})", "$1_$2")
                .replaceAll("[^\\p{L}\\p{Nd}.]+", "_")
                .toLowerCase(Locale.ROOT);
        return words.replaceAll("^_+|_+$", "").isEmpty()
                ? "column" + (column.column().place() + 1)
                : words.replaceAll("^_+|_+$", "");
    }
}
