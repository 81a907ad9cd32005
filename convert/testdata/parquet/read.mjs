// Reads Parquet files with hyparquet. Usage: node read.mjs FILE... Prints a line of
// JSON for the metadata of each file and one for each row.
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet"

for (const name of process.argv.slice(2)) {
  const file = await asyncBufferFromFile(name)
  const { key_value_metadata } = await parquetMetadataAsync(file)
  const meta = Object.fromEntries(key_value_metadata.map(({ key, value }) => [key, value]))
  console.log(JSON.stringify({ names: JSON.parse(meta.huggingface).info.features.label.names }))
  for (const { image, label } of await parquetReadObjects({ file, utf8: false })) {
    console.log(JSON.stringify({ png: Buffer.from(image.bytes).toString("base64"), path: image.path, label: Number(label) }))
  }
}
