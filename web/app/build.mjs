// Bundles src into ../assets, from where the Go program embeds it: the script of
// all pages, that of the embedding, which is large, one style sheet, the page, the icon, and the licences of what is bundled.
// sources.sha256 tells a Go test whether the bundle is that of these sources.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const out = "../assets";
rmSync(out, { recursive: true, force: true });
mkdirSync(out);

const { metafile } = await build({
  entryPoints: ["src/app.tsx", "src/scatter.ts", "src/app.css"],
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife", // a page that was opened from a folder may not load modules
  target: ["es2023"],
  charset: "utf8",
  legalComments: "none", // LICENCES.txt has them whole
  metafile: true,
  logLevel: "info",
});

const packages = new Set(
  Object.values(metafile.outputs)
    .flatMap((output) => Object.entries(output.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([input]) => input.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1])
    .filter(Boolean),
);
const licences = [...packages].sort().map((name) => {
  const folder = join("node_modules", name);
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} has no licence file`);
  return `${name} ${version}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
});
writeFileSync(join(out, "LICENCES.txt"), "The pages contain these packages.\n\n" + licences.join("\n" + "-".repeat(72) + "\n\n"));

for (const file of ["index.html", "icon.svg"]) copyFileSync(join("src", file), join(out, file));

const sources = ["build.mjs", "package-lock.json", ...readdirSync("src").map((name) => "src/" + name)].sort();
const digest = createHash("sha256");
for (const name of sources) digest.update(name + "\n").update(readFileSync(name)).update("\n");
writeFileSync(join(out, "sources.sha256"), digest.digest("hex") + "\n");
