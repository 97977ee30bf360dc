// SPDX-License-Identifier: AGPL-3.0-or-later

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import org.jpmml.model.metro.MetroJAXBUtil;
import org.jpmml.rexp.ConverterFactory;
import org.jpmml.rexp.RExp;
import org.jpmml.rexp.RExpParser;

/** What r2pmml does with a model that R has written: see make.sh. */
public class RToPmml {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            try (InputStream in = new FileInputStream(file);
                    OutputStream out = new FileOutputStream(file.replace(".rds", ".pmml"))) {
                RExp model = new RExpParser(in).parse();
                MetroJAXBUtil.marshalPMML(ConverterFactory.newInstance().newConverter(model).encodePMML(), out);
            }
        }
    }
}
