// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/** Cuts a bitmap into ascending pieces of one size. */
final class Slices implements Iterator<RoaringBitmap> {

    private final PeekableIntIterator members;
    private final int size;

    Slices(RoaringBitmap members, int size) {
        this.members = members.getIntIterator();
        this.size = size;
    }

    @Override
    public boolean hasNext() {
        return members.hasNext();
    }

    @Override
    public RoaringBitmap next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var slice = new RoaringBitmap();
        for (int taken = 0; taken < size && members.hasNext(); taken++) {
            slice.add(members.next());
        }
        return slice;
    }
}
