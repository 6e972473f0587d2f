const fs = require("fs");
const express = require("express");

const revision = fs.readFileSync(`${__dirname}/REVISION`, "utf8").trim();
const app = express();
app.get("/", (_, response) => response.type("text").send(`express revision ${revision}\n`));
app.listen(process.env.PORT, "0.0.0.0");
