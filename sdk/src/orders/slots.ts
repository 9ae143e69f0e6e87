/** The slot that a close-out of the series uses: above every slot that users can name, four per product. */
export function closeOutSlot(series: bigint): bigint {
  return (1n << 63n) | ((series >> 32n) << 8n) | (series & 3n);
}
