// Makes ../static/vendor from the packages of package-lock.json. Run: npm ci && npm run build
import { build } from "esbuild";
import { transform } from "lightningcss";
import { compile } from "sass";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const target = join(here, "..", "static", "vendor");

// The oldest browsers served: what the office computers and WeChat of 2021 have (Chromium 90, Safari 14.1).
const browsers = { chrome: 90 << 16, safari: (14 << 16) | (1 << 8), ios_saf: (14 << 16) | (5 << 8) };
const esbuildTarget = ["chrome90", "safari14.1"];

const text = (path) => readFileSync(join(modules, path), "utf8");
const banner = (name, licence) => `/*! ${name} ${version(name)} | ${licence} */\n`;
const sourceMap = /\/\/# sourceMappingURL=.*\s*$/;
const version = (name) => JSON.parse(text(`${name}/package.json`)).version;

function css(source, filename) {
  return transform({ filename, code: Buffer.from(source), minify: true, targets: browsers }).code.toString();
}

function tabler() {
  const { css: plain } = compile(join(here, "tabler.scss"), { loadPaths: [modules] });
  // Tabler's own build puts its prefix on every custom property; the sources have none.
  const prefixed = plain.replace(/(?<![\w-])--(?!tblr-)(?=[a-z])/g, "--tblr-");
  return banner("@tabler/core", "MIT") + css(prefixed, "tabler.css");
}

function icons() {
  const names = readFileSync(join(here, "icons.txt"), "utf8").split("\n").map((line) => line.trim());
  const symbols = names.filter((name) => name && !name.startsWith("#")).sort().map((name) => {
    const [folder, file] = name.endsWith("-filled") ? ["filled", name.slice(0, -"-filled".length)] : ["outline", name];
    const svg = text(`@tabler/icons/icons/${folder}/${file}.svg`);
    const body = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"))
      .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "").replace(/\s+/g, " ").trim();
    return `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
  });
  const licence = `<!-- @tabler/icons ${version("@tabler/icons")} | MIT -->`;
  return `<svg xmlns="http://www.w3.org/2000/svg">${licence}\n${symbols.join("\n")}\n</svg>\n`;
}

async function echarts() {
  const result = await build({
    entryPoints: [join(here, "echarts.js")], bundle: true, minify: true, format: "iife", globalName: "echarts",
    target: esbuildTarget, legalComments: "none", write: false, charset: "utf8",
  });
  return banner("echarts", "Apache-2.0") + result.outputFiles[0].text;
}

// file -> [package, licence, content]
const files = {
  "tabler.css": ["@tabler/core", "MIT", tabler()],
  "icons.svg": ["@tabler/icons", "MIT", icons()],
  "htmx.min.js": ["htmx.org", "0BSD", text("htmx.org/dist/htmx.min.js")],
  "echarts.min.js": ["echarts", "Apache-2.0", await echarts()],
  "tom-select.min.js": ["tom-select", "Apache-2.0", text("tom-select/dist/js/tom-select.popular.min.js").replace(sourceMap, "")],
  "tom-select.css": ["tom-select", "Apache-2.0", banner("tom-select", "Apache-2.0") + css(
    text("tom-select/dist/css/tom-select.css"), "tom-select.css",
  )],
};

// licence texts, as the packages carry them (@tabler/core names MIT in its package.json and carries none)
const licences = {
  "tabler-icons.txt": "@tabler/icons/LICENSE",
  "htmx.txt": "htmx.org/LICENSE",
  "echarts.txt": "echarts/LICENSE",
  "zrender.txt": "zrender/LICENSE",
  "tom-select.txt": "tom-select/LICENSE",
};

mkdirSync(join(target, "licences"), { recursive: true });
for (const [file, path] of Object.entries(licences)) copyFileSync(join(modules, path), join(target, "licences", file));
const manifest = [];
for (const [file, [name, licence, content]] of Object.entries(files)) {
  writeFileSync(join(target, file), content);
  manifest.push({
    package: name, version: version(name), licence, file, bytes: Buffer.byteLength(content),
    sha256: createHash("sha256").update(content).digest("hex"),
  });
}
writeFileSync(join(target, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
for (const row of manifest) console.log(`${row.package}@${row.version}  ${row.file}  ${row.bytes} bytes`);
