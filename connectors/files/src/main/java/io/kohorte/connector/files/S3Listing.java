// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import io.kohorte.toolkit.http.HttpAnswer;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** An answer to ListObjectsV2. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
final class S3Listing {

    private S3Listing() {}

    /** @throws io.kohorte.spi.ConnectorException {@code BAD_RESPONSE} unless it is a whole listing */
    static List<StoredFile> read(HttpAnswer answer) {
        var files = new ArrayList<StoredFile>();
        try {
            var xml = closed().createXMLStreamReader(new StringReader(answer.text()));
            xml.nextTag();
            xml.require(XMLStreamReader.START_ELEMENT, null, "ListBucketResult");
            while (xml.nextTag() == XMLStreamReader.START_ELEMENT) {
                if (xml.getLocalName().equals("Contents")) {
                    files.add(object(xml));
                } else {
                    skip(xml);
                }
            }
            while (xml.hasNext()) {
                xml.next();
            }
            return files;
        } catch (XMLStreamException | NumberFormatException | NoSuchElementException broken) {
            throw answer.badResponse("with something that is no list of objects");
        }
    }

    /** Without document types, so without entities: what comes from outside must not lead outside. */
    private static XMLInputFactory closed() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    private static StoredFile object(XMLStreamReader xml) throws XMLStreamException {
        var key = "";
        var size = -1L;
        while (xml.nextTag() == XMLStreamReader.START_ELEMENT) {
            switch (xml.getLocalName()) {
                case "Key" -> key = xml.getElementText();
                case "Size" -> size = Long.parseLong(xml.getElementText().strip());
                default -> skip(xml);
            }
        }
        if (key.isEmpty() || size < 0) {
            throw new XMLStreamException("an object without key or size");
        }
        return new StoredFile(key, size);
    }

    private static void skip(XMLStreamReader xml) throws XMLStreamException {
        for (var depth = 1; depth > 0; ) {
            var event = xml.next();
            if (event == XMLStreamReader.START_ELEMENT) {
                depth++;
            } else if (event == XMLStreamReader.END_ELEMENT) {
                depth--;
            }
        }
    }
}
