# SPDX-License-Identifier: AGPL-3.0-or-later
# Learns the same with R, and writes what R says of the customers. See make.sh.
library(rpart)
library(randomForest)
library(gbm)

learned <- read.csv("learned-from.csv", stringsAsFactors = TRUE)
learned$bought <- as.integer(learned$left == "yes")
customers <- read.csv("customers.csv", check.names = FALSE)
strangers <- customers$contract == "forever"
customers$contract <- factor(customers$contract, levels(learned$contract))
customers$paper <- factor(customers$paper, levels(learned$paper))
gaps <- is.na(customers$months) | is.na(customers$spend)

say <- function(name, model, answers, may = !gaps & !strangers) {
  column <- rep(NA_real_, nrow(customers))
  column[may] <- answers(customers[may, ])
  customers[[paste0("r-", name)]] <<- column
  saveRDS(model, paste0("r-", name, ".rds"), version = 2)
}

model <- glm(left ~ months + spend + contract + paper, data = learned, family = binomial)
say("glm", model, function(rows) predict(model, rows, type = "response"))

model <- lm(spend ~ months + contract, data = learned)
say("lm", model, function(rows) predict(model, rows))

model <- rpart(left ~ months + spend + contract + paper, data = learned, method = "class", control = rpart.control(maxdepth = 3))
say("rpart", model, function(rows) predict(model, rows)[, "yes"])

set.seed(1)
model <- randomForest(left ~ months + spend + contract + paper, data = learned, ntree = 3, maxnodes = 8)
say("forest", model, function(rows) predict(model, rows, type = "prob")[, "yes"])

# gbm has a branch of its own for what is missing
set.seed(1)
model <- gbm(bought ~ months + spend + contract + paper, data = learned, distribution = "bernoulli", n.trees = 4, interaction.depth = 2)
say("gbm", model, function(rows) predict(model, rows, n.trees = 4, type = "response"), !strangers)

customers$contract <- as.character(customers$contract)
customers$contract[strangers] <- "forever"
write.csv(customers, "customers.csv", row.names = FALSE, na = "", quote = FALSE)
