// SPDX-License-Identifier: AGPL-3.0-or-later

import java.io.File;
import java.io.FileOutputStream;
import java.io.OutputStream;
import org.jpmml.model.metro.MetroJAXBSerializer;
import org.jpmml.python.PickleUtil;
import org.jpmml.python.StorageUtil;
import org.jpmml.sklearn.Encodable;

/** What sklearn2pmml does with a pipeline that Python has written: see make.sh. */
public class SklearnToPmml {
    public static void main(String[] files) throws Exception {
        PickleUtil.init(SklearnToPmml.class.getClassLoader(), "python2pmml.properties");
        PickleUtil.init(SklearnToPmml.class.getClassLoader(), "sklearn2pmml.properties");
        for (String file : files) {
            Encodable pipeline = (Encodable) PickleUtil.unpickle(StorageUtil.createStorage(new File(file)));
            try (OutputStream out = new FileOutputStream(file.replace(".pkl", ".pmml"))) {
                new MetroJAXBSerializer().serialize(pipeline.encodePMML(), out);
            }
        }
    }
}
