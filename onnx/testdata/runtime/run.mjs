// Runs ONNX files on images with ONNX Runtime: node run.mjs JOBS.json, where
// JOBS.json is a list of {model, images, labels, probabilities, features, batch}.
// images is a file of bytes; labels gets one byte an image, probabilities (not
// made where the graph has none) little-endian floats.
import { readFileSync, writeFileSync } from 'node:fs'
import ort from 'onnxruntime-node'

for (const job of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const session = await ort.InferenceSession.create(job.model, { logSeverityLevel: 3 })
  const pixels = readFileSync(job.images)
  const labels = []
  const probabilities = []
  for (let at = 0; at < pixels.length; at += job.batch * job.features) {
    const part = Float32Array.from(pixels.subarray(at, at + job.batch * job.features))
    const input = new ort.Tensor('float32', part, [part.length / job.features, job.features])
    const out = await session.run({ pixels: input })
    for (const y of out.label.data) labels.push(Number(y))
    if (out.probabilities) probabilities.push(Buffer.from(Float32Array.from(out.probabilities.data).buffer))
  }
  writeFileSync(job.labels, Uint8Array.from(labels))
  if (probabilities.length > 0) writeFileSync(job.probabilities, Buffer.concat(probabilities))
  await session.release()
}
