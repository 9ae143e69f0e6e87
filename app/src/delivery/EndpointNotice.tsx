/** What became of a call to an endpoint, in words. */
import type { EndpointWords } from "./endpointWords.ts";

export function EndpointNotice({ words, endpoint }: { readonly words: EndpointWords; readonly endpoint: string }) {
  return (
    <div className="notice notice-bad" role="alert">
      <strong>{words.what}</strong>
      <p>{words.hint}</p>
      <code>{endpoint}</code>
    </div>
  );
}
