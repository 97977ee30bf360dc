// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

import java.util.ArrayList;
import java.util.List;

/** What the shop sells: eight categories, from a sponge to a sofa, and who reaches for which. */
final class Shelf {

    private static final List<String> CATEGORIES =
            List.of("Pantry", "Care", "Household", "Fashion", "Books & Toys", "Jewellery", "Electronics", "Furniture");
    /** Cheapest thing of each category, in euros. */
    private static final double[] LOWEST = {2.2, 3, 1.5, 9, 7, 15, 25, 60};

    private static final String[][] NAMES = {
        {
            "Espresso beans",
            "Olive oil",
            "Wildflower honey",
            "Dark chocolate",
            "Spätzle",
            "Green tea",
            "Müsli",
            "Sea salt"
        },
        {"Hand cream", "Shampoo bar", "Sun milk", "Toothpaste tablets", "Beard oil", "Bath salts", "Rose water", "Soap"
        },
        {"Sponge set", "Storage jar", "Tea towel", "Candle", "Laundry net", "Baking tin", "Door mat", "Hook rail"},
        {"T-shirt", "Wool socks", "Scarf", "Jeans", "Rain jacket", "Beanie", "Linen shirt", "Sneakers"},
        {"Picture book", "Puzzle", "Crime novel", "Wooden train", "Board game", "Cookbook", "Kite", "Colouring pens"},
        {"Ear studs", "Charm", "Necklace", "Bracelet", "Signet ring", "Brooch", "Watch strap", "Cufflinks"},
        {"Headphones", "Desk lamp", "Charger", "Radio", "Speaker", "Keyboard", "Camera", "Tablet"},
        {"Side table", "Shelf", "Armchair", "Floor lamp", "Wardrobe", "Rug", "Desk", "Sofa"}
    };
    private final List<List<Product>> shelves = new ArrayList<>();

    Shelf() {
        for (int category = 0; category < NAMES.length; category++) {
            List<Product> products = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String name = NAMES[category][i / 2] + (i % 2 == 0 ? "" : " deluxe");
                long cents = StrictMath.round(LOWEST[category] * 100 * (1 + 0.35 * i)) / 10 * 10 - 1;
                products.add(new Product("P" + (1000 + category * 100 + i), name, CATEGORIES.get(category), cents));
            }
            shelves.add(products);
        }
    }

    /** What such a customer takes: a category by taste, then the nearest of two things to what they usually spend. */
    Product choice(Habits habits, Dice dice) {
        List<Product> shelf = shelves.get(dice.weighted(habits.tastes()));
        double wanted = dice.logNormal(habits.basket().price() * 100, 0.5);
        Product one = dice.oneOf(shelf);
        Product other = dice.oneOf(shelf);
        return Math.abs(one.cents() - wanted) < Math.abs(other.cents() - wanted) ? one : other;
    }
}
