/** CheckSum (10): the sum of all bytes modulo 256, in three digits. `text` is latin1. */
export function checksum(text: string): string {
  let total = 0;
  for (let at = 0; at < text.length; at += 1) total += text.charCodeAt(at);
  return String(total & 255).padStart(3, '0');
}
